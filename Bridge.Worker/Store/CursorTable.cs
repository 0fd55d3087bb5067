using Bridge.Worker.Store.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>How far each bus has the events for certain. Beside the buses stand two names of our own. A cursor only rises.</summary>
internal sealed class CursorTable(StoreConnection connection)
{
    /// <summary>How far erasing has gone over the events.</summary>
    public const string Retention = "retention";

    /// <summary>The second of the writer's last turn, which is no event's number.</summary>
    public const string Pulse = "pulse";

    private readonly Statement _sequence = connection.Prepare("SELECT sequence FROM cursors WHERE bus = @bus");
    private readonly Statement _advance = connection.Prepare(
        """
        INSERT INTO cursors (bus, sequence) VALUES (@bus, @sequence)
        ON CONFLICT (bus) DO UPDATE SET sequence = excluded.sequence WHERE excluded.sequence > cursors.sequence
        """);

    /// <summary>0 for a bus that has none.</summary>
    public long SequenceOf(string bus) => _sequence.Set("@bus", bus).One(static row => row.Long("sequence"));

    public void Advance(string bus, long sequence) => _advance.Set("@bus", bus).Set("@sequence", sequence).Run();
}
