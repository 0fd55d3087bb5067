using Bridge.Worker.Store.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>
/// What has outlived its time, and its erasing. Every row stays with what counts and times need; what tells of a person goes, and the chain
/// says that it went: the digest of what is left gets a position of its own. Every method erases at most so many rows and returns how many.
/// Events are <see cref="EventRetentionTable"/>'s.
/// </summary>
internal sealed class RetentionTable(StoreConnection connection, EvidenceChain chain)
{
    private const string EraseReply = "UPDATE replies SET address = '', ton = 0, npi = 0, sender = NULL, text = NULL";

    /// <summary>What <see cref="ReadRecord"/> reads.</summary>
    private const string RecordColumns = "position, at, kind, operator";

    /// <summary>
    /// A conversation is erased whole, when its newest activity is old enough: text, part, reply or its end. Never one that is held, or
    /// that waits for a part or a reply's end.
    /// </summary>
    private readonly Statement _due = connection.Prepare(
        """
        SELECT c.row, c.id FROM conversations c
        WHERE c.erased_at IS NULL AND c.opened_at <= @before AND c.last_at <= @before AND coalesce(c.closed_at, 0) <= @before
            AND NOT EXISTS (SELECT 1 FROM holds h WHERE h.conversation = c.row AND h.removed_at IS NULL)
            AND NOT EXISTS (
                SELECT 1 FROM replies p
                WHERE p.conversation = c.row AND (p.ended_at IS NULL OR p.ended_at > @before OR p.created_at > @before))
            AND NOT EXISTS (
                SELECT 1 FROM reports r
                WHERE r.conversation = c.row
                    AND (r.released_at IS NULL AND r.complete = 0 OR r.copies <> r.copies_told OR r.last_part_at > @before))
        ORDER BY c.opened_at LIMIT @at_most
        """);

    private readonly Statement _oldest = connection.Prepare(
        "SELECT min(opened_at) AS opened_at FROM conversations WHERE erased_at IS NULL");

    private readonly Statement _parts = connection.Prepare(
        """
        SELECT p.report, p.number, p.link, p.received_at, p.position FROM reports r JOIN parts p ON p.report = r.row
        WHERE r.conversation = @conversation AND p.erased IS NULL LIMIT @at_most
        """);

    private readonly Statement _erasePart = connection.Prepare(
        """
        UPDATE parts SET pdu = @nothing, fingerprint = @nothing, salt = NULL, erased = @erased WHERE report = @report AND number = @number
        """);

    private readonly Statement _records = connection.Prepare(
        $"SELECT {RecordColumns} FROM records WHERE conversation = @conversation AND salt IS NOT NULL LIMIT @at_most");

    private readonly Statement _recordsAlone = connection.Prepare(
        $"""
        SELECT {RecordColumns} FROM records
        WHERE conversation IS NULL AND salt IS NOT NULL AND at <= @before ORDER BY at LIMIT @at_most
        """);

    private readonly Statement _eraseRecord = connection.Prepare(
        "UPDATE records SET body = @nothing, salt = NULL, erased = @erased WHERE position = @position");

    private readonly Statement _eraseReports = connection.Prepare(
        """
        UPDATE reports SET text = NULL, text_key = NULL WHERE row IN (
            SELECT row FROM reports WHERE conversation = @conversation AND (text IS NOT NULL OR text_key IS NOT NULL) LIMIT @at_most)
        RETURNING row
        """);

    private readonly Statement _eraseReplies = connection.Prepare(
        $"""
        {EraseReply} WHERE row IN (SELECT row FROM replies WHERE conversation = @conversation AND address <> '' LIMIT @at_most)
        RETURNING row
        """);

    private readonly Statement _eraseRepliesAlone = connection.Prepare(
        $"""
        {EraseReply} WHERE row IN (
            SELECT row FROM replies
            WHERE conversation IS NULL AND address <> '' AND created_at <= @before AND ended_at <= @before LIMIT @at_most)
        RETURNING row
        """);

    private readonly Statement _eraseReplyParts = connection.Prepare("UPDATE reply_parts SET user_data = @nothing WHERE reply = @reply");
    private readonly Statement _eraseReceipts = connection.Prepare(
        """
        DELETE FROM unmatched_receipts
        WHERE row IN (SELECT row FROM unmatched_receipts WHERE at <= @before ORDER BY at LIMIT @at_most) RETURNING row
        """);

    private readonly Statement _eraseConversation = connection.Prepare(
        $"""
        UPDATE conversations SET sender = '{Conversation.ErasedSender}', address = '', ton = 0, npi = 0, msisdn = NULL, erased_at = @now
        WHERE row = @row
        """);

    /// <summary>Conversations without any activity since a time, the oldest first.</summary>
    public IReadOnlyList<(long Row, string Id)> Due(DateTimeOffset before, int atMost) =>
        _due.Set("@before", before).Set("@at_most", atMost).All(static row => (row.Long("row"), row.Text("id")));

    /// <summary>When the oldest conversation that is not erased began; null when there is none.</summary>
    public DateTimeOffset? Oldest() => _oldest.One(static row => row.TimeOrNull("opened_at"));

    public int EraseParts(long conversation, int atMost)
    {
        var parts = _parts.Set("@conversation", conversation).Set("@at_most", atMost).All(static row => (
            Report: row.Long("report"), Number: row.Int("number"), Link: row.Text("link"), At: row.Time("received_at"),
            InChain: row.LongOrNull("position") is not null));
        Span<byte> digest = stackalloc byte[RecordDigest.Octets];
        foreach (var part in parts)
        {
            chain.Digest.ComputePart(digest, [], part.Report, part.Number, part.Link, part.At, []);
            var position = part.InChain ? chain.Add(EvidenceKind.ErasedPart, part.Report, part.Number, digest) : 0;
            _erasePart.Set("@nothing", []).Set("@erased", position).Set("@report", part.Report).Set("@number", part.Number).Run();
        }

        return parts.Count;
    }

    public int EraseRecords(long conversation, int atMost) =>
        EraseRecords(_records.Set("@conversation", conversation).Set("@at_most", atMost));

    /// <summary>Records of no conversation.</summary>
    public int EraseRecordsAlone(DateTimeOffset before, int atMost) =>
        EraseRecords(_recordsAlone.Set("@before", before).Set("@at_most", atMost));

    public int EraseReports(long conversation, int atMost) =>
        _eraseReports.Set("@conversation", conversation).Set("@at_most", atMost).Count();

    public int EraseReplies(long conversation, int atMost) =>
        EraseReplyParts(_eraseReplies.Set("@conversation", conversation).Set("@at_most", atMost));

    /// <summary>Replies to bare numbers, which belong to no conversation.</summary>
    public int EraseRepliesAlone(DateTimeOffset before, int atMost) =>
        EraseReplyParts(_eraseRepliesAlone.Set("@before", before).Set("@at_most", atMost));

    public int EraseUnmatchedReceipts(DateTimeOffset before, int atMost) =>
        _eraseReceipts.Set("@before", before).Set("@at_most", atMost).Count();

    /// <summary>The number itself, last of all: a conversation that still has one is looked at again.</summary>
    public void EraseConversation(long row, DateTimeOffset now) => _eraseConversation.Set("@now", now).Set("@row", row).Run();

    private int EraseRecords(Statement due)
    {
        var records = due.All(ReadRecord);
        Span<byte> digest = stackalloc byte[RecordDigest.Octets];
        foreach (var (position, at, kind, operatorName) in records)
        {
            chain.Digest.ComputeRecord(digest, [], position, at, kind, operatorName, []);
            var erased = chain.Add(EvidenceKind.ErasedRecord, position, 0, digest);
            _eraseRecord.Set("@nothing", []).Set("@erased", erased).Set("@position", position).Run();
        }

        return records.Count;
    }

    private int EraseReplyParts(Statement erasedReplies)
    {
        var replies = erasedReplies.All(static row => row.Long("row"));
        foreach (var reply in replies) _eraseReplyParts.Set("@nothing", []).Set("@reply", reply).Run();
        return replies.Count;
    }

    private static (long Position, DateTimeOffset At, string Kind, string? Operator) ReadRecord(Row row) =>
        (row.Long("position"), row.Time("at"), row.Text("kind"), row.TextOrNull("operator"));
}
