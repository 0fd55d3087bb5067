using Bridge.Worker.Store.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>The newest of each: what the chain has to reach. 0 where there is none.</summary>
/// <param name="Block">The first position of the newest block.</param>
/// <param name="Event">A sequence number.</param>
/// <param name="Record">A position.</param>
internal readonly record struct EvidenceEnd(long Block, long Event, long Record);

/// <summary>Where a part stands, without what is in it.</summary>
/// <param name="Report">The report's row.</param>
/// <param name="Position">In the chain; null: the part is older than it.</param>
internal readonly record struct PartPlace(long Report, int Number, long? Position);

/// <summary>
/// Reads what the chain vouches for, beside a running daemon too: each look is short, for a reader that stays would keep the store's log
/// from being cut off.
/// </summary>
internal sealed class EvidenceReader(StoreConnection connection)
{
    private const int EventsAtOnce = 5_000;

    private readonly Statement _part = connection.Prepare(
        $"SELECT {EvidencePart.Columns} FROM parts WHERE report = @report AND number = @number");

    private readonly Statement _event = connection.Prepare($"SELECT {EvidenceEvent.Columns} FROM events WHERE sequence = @sequence");
    private readonly Statement _record = connection.Prepare($"SELECT {EvidenceRecord.Columns} FROM records WHERE position = @position");
    private readonly Statement _end = connection.Prepare(
        """
        SELECT (SELECT max(first) FROM evidence) AS block, (SELECT max(sequence) FROM events) AS event,
            (SELECT max(position) FROM records) AS record
        """);

    private readonly Statement _nextRecord = connection.Prepare("SELECT min(position) AS position FROM records WHERE position > @position");
    private readonly Statement _partsAfter = connection.Prepare(
        """
        SELECT report, number, position FROM parts WHERE (report, number) > (@report, @number) ORDER BY report, number LIMIT @at_most
        """);

    private readonly Statement _partsOf = connection.Prepare(
        $"""
        SELECT (SELECT id FROM reports WHERE row = parts.report) AS report_id, {EvidencePart.Columns} FROM parts
        WHERE report IN (SELECT row FROM reports WHERE conversation = @conversation)
        """);

    private readonly Statement _eventsOf = connection.Prepare(
        $"""
        SELECT {EvidenceEvent.Columns} FROM events WHERE sequence > @after AND sequence <= @up_to AND conversation_id = @conversation_id
        """);

    private readonly Statement _recordsOf = connection.Prepare(
        $"SELECT {EvidenceRecord.Columns} FROM records WHERE conversation = @conversation");

    public EvidencePart? Part(long report, int number) => _part.Set("@report", report).Set("@number", number).One(EvidencePart.Read);

    public EvidenceEvent? Event(long sequence) => _event.Set("@sequence", sequence).One(EvidenceEvent.Read);

    public EvidenceRecord? Record(long position) => _record.Set("@position", position).One(EvidenceRecord.Read);

    public EvidenceEnd End() => _end.One(static row => new EvidenceEnd(row.Long("block"), row.Long("event"), row.Long("record")));

    /// <summary>The position of the first record after a position; 0 when there is none.</summary>
    public long NextRecord(long position) => _nextRecord.Set("@position", position).One(static row => row.Long("position"));

    /// <summary>By report and number.</summary>
    public IReadOnlyList<PartPlace> PartsAfter(long report, int number, int atMost) =>
        _partsAfter.Set("@report", report).Set("@number", number).Set("@at_most", atMost)
            .All(static row => new PartPlace(row.Long("report"), row.Int("number"), row.LongOrNull("position")));

    /// <param name="conversation">Its row.</param>
    /// <returns>Each with its report's id.</returns>
    public IReadOnlyList<(string ReportId, EvidencePart Part)> PartsOf(long conversation) =>
        _partsOf.Set("@conversation", conversation).All(static row => (row.Text("report_id"), EvidencePart.Read(row)));

    /// <summary>Looks at all events, some at a time, for there is no index by conversation.</summary>
    public IReadOnlyList<EvidenceEvent> EventsOf(string conversationId)
    {
        List<EvidenceEvent> events = [];
        var newest = End().Event;
        for (var after = 0L; after < newest; after += EventsAtOnce)
        {
            events.AddRange(_eventsOf.Set("@after", after).Set("@up_to", after + EventsAtOnce).Set("@conversation_id", conversationId)
                .All(EvidenceEvent.Read));
        }

        return events;
    }

    /// <param name="conversation">Its row.</param>
    public IReadOnlyList<EvidenceRecord> RecordsOf(long conversation) =>
        _recordsOf.Set("@conversation", conversation).All(EvidenceRecord.Read);
}
