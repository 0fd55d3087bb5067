using Bridge.Worker.Store.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>How the chain vouches for a row.</summary>
/// <param name="Position">Null: the row is older than the chain.</param>
/// <param name="Erased">
/// The position that says what was left of the row when its personal data were erased, 0 for a row that is older than the chain; null: they
/// were not.
/// </param>
/// <param name="Salt">Of its digest; null where it has none, or is erased.</param>
internal readonly record struct ChainPlace(long? Position, long? Erased, byte[]? Salt)
{
    /// <summary>What <see cref="Read"/> reads.</summary>
    public const string Columns = "position, erased, salt";

    public static ChainPlace Read(Row row) => new(row.LongOrNull("position"), row.LongOrNull("erased"), row.BlobOrNull("salt"));
}

/// <param name="Report">The report's row.</param>
internal sealed record EvidencePart(
    ChainPlace Place, long Report, int Number, string Link, DateTimeOffset ReceivedAt, int Copies, byte[] Pdu)
{
    /// <summary>What <see cref="Read"/> reads.</summary>
    public const string Columns = $"{ChainPlace.Columns}, report, number, link, received_at, copies, pdu";

    public static EvidencePart Read(Row row) => new(
        ChainPlace.Read(row), row.Long("report"), row.Int("number"), row.Text("link"), row.Time("received_at"), row.Int("copies"),
        row.Blob("pdu"));

    /// <summary>Never the text.</summary>
    public override string ToString() => $"part {Number} of report row {Report}";
}

internal sealed record EvidenceEvent(ChainPlace Place, OutboxEvent Event)
{
    /// <summary>What <see cref="Read"/> reads.</summary>
    public const string Columns = $"{ChainPlace.Columns}, {EventTable.Columns}";

    public static EvidenceEvent Read(Row row) => new(ChainPlace.Read(row), EventTable.Read(row));
}

/// <summary>A row of records.</summary>
/// <param name="Body">Empty once erased.</param>
internal sealed record EvidenceRecord(ChainPlace Place, DateTimeOffset At, string Kind, string? Operator, byte[] Body)
{
    /// <summary>What <see cref="Read"/> reads.</summary>
    public const string Columns = $"{ChainPlace.Columns}, at, kind, operator, body";

    public static EvidenceRecord Read(Row row) =>
        new(ChainPlace.Read(row), row.Time("at"), row.Text("kind"), row.TextOrNull("operator"), row.Blob("body"));

    public override string ToString() => $"{Kind} record";
}
