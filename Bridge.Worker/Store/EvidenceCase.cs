using Bridge.Worker.Store.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>A report and its conversation, as an investigation asks for them.</summary>
/// <param name="Row">The report's.</param>
/// <param name="Conversation">The conversation's row.</param>
/// <param name="Address">The sender's as the operator last wrote it; null once erased.</param>
/// <param name="Held">A legal hold keeps the conversation from being erased.</param>
internal sealed record EvidenceCase(
    long Row, string Id, long Conversation, string ConversationId, string Operator, string Link, string? Msisdn, string? Address,
    string? Text, string? Language, bool Complete, int Copies, string? ResendOf, bool Test, DateTimeOffset? ErasedAt, bool Held)
{
    public override string ToString() => Id;
}

/// <summary>One step on a report's way.</summary>
/// <param name="Position">Of its record in the chain; null where it has none.</param>
internal sealed record Hop(DateTimeOffset At, string What, long? Position);

/// <summary>Finds a report for an investigation, and the times of its way.</summary>
internal sealed class EvidenceCases(StoreConnection connection)
{
    private readonly Statement _find = connection.Prepare(
        """
        SELECT r.row, r.id, r.conversation, c.id AS conversation_id, r.operator, r.link, c.msisdn, c.address, r.text, r.language, r.complete,
            r.copies, r.resend_of, r.test, c.erased_at,
            EXISTS (SELECT 1 FROM holds h WHERE h.conversation = c.row AND h.removed_at IS NULL) AS held
        FROM reports r JOIN conversations c ON c.row = r.conversation WHERE r.id = @id
        """);

    private readonly Statement _hops = connection.Prepare(
        $"""
        SELECT received_at AS at, 'deliver_sm read, part ' || number || ' over ' || link AS what, position, 1 AS step
            FROM parts WHERE report = @report
        UNION ALL SELECT taken_at, 'taken by the centre', NULL, 5 FROM reports WHERE row = @report AND taken_at IS NOT NULL
        UNION ALL SELECT created_at, lower(kind) || ' stored, reply ' || command_id, NULL, 6
            FROM replies WHERE conversation = @conversation
        UNION ALL SELECT at, 'submit_sm, part ' || number || ' to ' || operator, position, 7
            FROM records WHERE conversation = @conversation AND kind = '{RecordKind.Submit}'
        UNION ALL SELECT p.accepted_at, 'accepted by the operator, part ' || p.number || ' of reply ' || r.command_id, NULL, 8
            FROM replies r JOIN reply_parts p ON p.reply = r.row WHERE r.conversation = @conversation AND p.accepted_at IS NOT NULL
        UNION ALL SELECT at, 'receipt read from ' || operator, position, 9
            FROM records WHERE conversation = @conversation AND kind = '{RecordKind.Receipt}'
        UNION ALL SELECT ended_at, 'reply ' || command_id || ' ' || outcome, NULL, 10
            FROM replies WHERE conversation = @conversation AND ended_at IS NOT NULL
        UNION ALL SELECT confirmed_at, 'confirmed to the sender', NULL, 11
            FROM reports WHERE row = @report AND confirmed_at IS NOT NULL
        ORDER BY at, step
        """);

    private readonly Statement _handover = connection.Prepare(
        $"""
        SELECT at, position FROM records WHERE kind = '{RecordKind.Handover}' AND number >= @sequence ORDER BY number LIMIT 1
        """);

    /// <summary>Null when no report has this id.</summary>
    public EvidenceCase? Find(string reportId) => _find.Set("@id", reportId).One(Read);

    /// <summary>In the order of time.</summary>
    public IReadOnlyList<Hop> Hops(EvidenceCase about) =>
        _hops.Set("@report", about.Row).Set("@conversation", about.Conversation)
            .All(static row => new Hop(row.Time("at"), row.Text("what"), row.LongOrNull("position")));

    /// <summary>When a bus first had an event for certain; null: none has.</summary>
    public Hop? Handover(long sequence) => _handover.Set("@sequence", sequence).One(
        row => new Hop(row.Time("at"), $"bus has event {sequence} for certain", row.Long("position")));

    private static EvidenceCase Read(Row row)
    {
        var erasedAt = row.TimeOrNull("erased_at");
        return new EvidenceCase(
            row.Long("row"), row.Text("id"), row.Long("conversation"), row.Text("conversation_id"), row.Text("operator"),
            row.Text("link"), row.TextOrNull("msisdn"), erasedAt is null ? row.Text("address") : null, row.TextOrNull("text"),
            row.TextOrNull("language"), row.Bool("complete"), row.Int("copies"), row.TextOrNull("resend_of"), row.Bool("test"), erasedAt,
            row.Bool("held"));
    }
}
