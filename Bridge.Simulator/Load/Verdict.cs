namespace Bridge.Simulator.Load;

/// <summary>What the audit found.</summary>
internal sealed record Verdict
{
    public required int Texts { get; init; }

    /// <summary>Answered ESME_ROK in all parts.</summary>
    public required int Answered { get; init; }

    /// <summary>Events seen again under their own id, which is allowed.</summary>
    public required long Redelivered { get; init; }

    /// <summary>Long texts that were first released with parts missing.</summary>
    public required int ReleasedIncomplete { get; init; }

    /// <summary>Answered, and never seen whole.</summary>
    public required FaultList Lost { get; init; }

    /// <summary>Seen under more than one event id.</summary>
    public required FaultList Doubled { get; init; }

    /// <summary>Seen with another text than was sent.</summary>
    public required FaultList Garbled { get; init; }

    /// <summary>Seen after a later text of the same sender.</summary>
    public required FaultList OutOfOrder { get; init; }

    /// <summary>Seen under the event id of another text.</summary>
    public required FaultList SharedIds { get; init; }

    /// <summary>Sent and never answered: not lost by the bridge, but the person still waits.</summary>
    public int Unanswered => Texts - Answered;

    public bool Sound => Unanswered + Lost.Count + Doubled.Count + Garbled.Count + OutOfOrder.Count + SharedIds.Count == 0;
}

/// <param name="First">The numbers of the first twenty texts, to look for in captures.</param>
internal sealed record FaultList(int Count, IReadOnlyList<int> First)
{
    public static FaultList From(IReadOnlyCollection<int> texts) => new(texts.Count, [.. texts.Take(20)]);
}
