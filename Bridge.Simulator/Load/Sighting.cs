namespace Bridge.Simulator.Load;

/// <summary>What an event at the centre is to the run, as <see cref="Audit.RecordSeen"/> finds.</summary>
internal enum Sighting
{
    /// <summary>A text of this run, whole, for the first time.</summary>
    First,

    /// <summary>The same event id again: delivery at least once allows it, and a consumer that remembers ids ignores it.</summary>
    Redelivered,

    /// <summary>A second event id for one text: it would send a second patrol car.</summary>
    Doubled,

    /// <summary>An id that another text had before: a consumer that remembers ids never sees this text.</summary>
    SharedId,

    /// <summary>Released with parts missing; the whole text must follow.</summary>
    Incomplete,

    /// <summary>No text of this run.</summary>
    Foreign,
}
