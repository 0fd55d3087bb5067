using Bridge.Protocol.Centre;
using Microsoft.Data.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>
/// What has outlived its time, and its erasing. Every row stays with what counts and times need; what tells of a person goes, and the chain
/// says that it went: the digest of what is left gets a position of its own. Every method erases at most so many rows and returns how many.
/// </summary>
internal sealed class RetentionTable(SqliteConnection connection, EvidenceChain chain) : IDisposable
{
    private const string EventColumns = "e.sequence, e.id, e.name, e.operator, e.conversation_id, e.at, e.read_at, e.json, e.position";

    /// <summary>The cursor of what <see cref="WalkEvents"/> has gone over, beside those of the buses.</summary>
    private const string Walk = "retention";

    /// <summary>
    /// A conversation is erased whole, when its newest activity is old enough: text, part, reply or its end. Never one that is held, or
    /// that waits for a part or a reply's end.
    /// </summary>
    private readonly Statement _due = new(
        connection,
        """
        SELECT c.row, c.id FROM conversations c
        WHERE c.erased_at IS NULL AND c.opened_at <= ?1 AND c.last_at <= ?1 AND coalesce(c.closed_at, 0) <= ?1
            AND NOT EXISTS (SELECT 1 FROM holds h WHERE h.conversation = c.row AND h.removed_at IS NULL)
            AND NOT EXISTS (SELECT 1 FROM replies p WHERE p.conversation = c.row AND (p.ended_at IS NULL OR max(p.created_at, p.ended_at) > ?1))
            AND NOT EXISTS (
                SELECT 1 FROM reports r WHERE r.conversation = c.row AND (r.released_at IS NULL AND r.complete = 0 OR r.copies <> r.copies_told OR r.last_part_at > ?1))
        ORDER BY c.opened_at LIMIT ?2
        """);

    private readonly Statement _oldest = new(connection, "SELECT min(opened_at) FROM conversations WHERE erased_at IS NULL");

    private readonly Statement _kept = new(
        connection, $"SELECT {EventColumns} FROM events_kept k JOIN events e ON e.sequence = k.sequence WHERE k.conversation_id = ?1 LIMIT ?2");

    private readonly Statement _walked = new(connection, "SELECT sequence FROM cursors WHERE bus = ?");
    private readonly Statement _next = new(
        connection,
        $"""
        SELECT {EventColumns}, c.erased_at IS NOT NULL FROM events e LEFT JOIN conversations c ON c.id = e.conversation_id
        WHERE e.sequence > ?1 AND e.sequence <= (SELECT coalesce(max(sequence), 0) FROM cursors WHERE bus = ?2) ORDER BY e.sequence LIMIT ?3
        """);

    private readonly Statement _keep = new(connection, "INSERT OR IGNORE INTO events_kept (conversation_id, sequence) VALUES (?, ?)");
    private readonly Statement _walk = new(
        connection, "INSERT INTO cursors (bus, sequence) VALUES (?1, ?2) ON CONFLICT (bus) DO UPDATE SET sequence = excluded.sequence");

    private readonly Statement _unkeep = new(connection, "DELETE FROM events_kept WHERE conversation_id = ? AND sequence = ?");
    private readonly Statement _eraseEvent = new(connection, "UPDATE events SET json = ?2, salt = NULL, erased = ?3 WHERE sequence = ?1");

    private readonly Statement _parts = new(
        connection,
        """
        SELECT p.report, p.number, p.link, p.received_at, p.position FROM reports r JOIN parts p ON p.report = r.row
        WHERE r.conversation = ?1 AND p.erased IS NULL LIMIT ?2
        """);

    private readonly Statement _erasePart = new(
        connection, "UPDATE parts SET pdu = x'', fingerprint = x'', salt = NULL, erased = ?3 WHERE report = ?1 AND number = ?2");

    private readonly Statement _records = new(
        connection, "SELECT position, at, kind, operator FROM records WHERE conversation = ?1 AND salt IS NOT NULL LIMIT ?2");

    private readonly Statement _recordsAlone = new(
        connection, "SELECT position, at, kind, operator FROM records WHERE conversation IS NULL AND salt IS NOT NULL AND at <= ?1 ORDER BY at LIMIT ?2");

    private readonly Statement _eraseRecord = new(
        connection, "UPDATE records SET body = x'', salt = NULL, erased = ?2 WHERE position = ?1");

    private readonly Statement _reports = new(
        connection,
        """
        UPDATE reports SET text = NULL, text_key = NULL WHERE row IN (
            SELECT row FROM reports WHERE conversation = ?1 AND (text IS NOT NULL OR text_key IS NOT NULL) LIMIT ?2) RETURNING 1
        """);

    private readonly Statement _replies = new(
        connection, "UPDATE replies SET address = '', ton = 0, npi = 0, sender = NULL, text = NULL WHERE row IN (SELECT row FROM replies WHERE conversation = ?1 AND address <> '' LIMIT ?2) RETURNING row");

    private readonly Statement _repliesAlone = new(
        connection,
        """
        UPDATE replies SET address = '', ton = 0, npi = 0, sender = NULL, text = NULL WHERE row IN (
            SELECT row FROM replies WHERE conversation IS NULL AND address <> '' AND created_at <= ?1 AND ended_at <= ?1 LIMIT ?2) RETURNING row
        """);

    private readonly Statement _replyParts = new(connection, "UPDATE reply_parts SET user_data = x'' WHERE reply = ?");
    private readonly Statement _receipts = new(
        connection, "DELETE FROM unmatched_receipts WHERE row IN (SELECT row FROM unmatched_receipts WHERE at <= ?1 ORDER BY at LIMIT ?2) RETURNING 1");

    private readonly Statement[] _rebuild =
    [
        .. new[] { "conversations_by_sender", "replies_by_sender", "replies_taken_by_sender", "replies_notices", "reports_by_text",
            "registrations_current", "registrations_closed" }
            .Select(index => new Statement(connection, $"REINDEX {index}")),
    ];

    private readonly Statement _conversation = new(
        connection, $"UPDATE conversations SET sender = '{Store.Conversation.ErasedSender}', address = '', ton = 0, npi = 0, msisdn = NULL, erased_at = ?2 WHERE row = ?1");

    public IReadOnlyList<(long Row, string Id)> Due(DateTimeOffset before, int atMost)
    {
        List<(long, string)> due = [];
        _due.Set(1, before).Set(2, atMost);
        while (_due.Step()) due.Add((_due.Long(0), _due.Text(1)));
        return due;
    }

    /// <summary>When the oldest conversation that is not erased began; null when there is none.</summary>
    public DateTimeOffset? Oldest()
    {
        _oldest.Step();
        var oldest = _oldest.TimeOrNull(0);
        _oldest.Reset();
        return oldest;
    }

    /// <summary>Those events that were old before their conversation was.</summary>
    public int KeptEvents(string conversationId, int atMost)
    {
        List<(OutboxEvent Event, bool InChain)> events = [];
        _kept.Set(1, conversationId).Set(2, atMost);
        while (_kept.Step()) events.Add((EventTable.Read(_kept), !_kept.IsNull(8)));
        foreach (var (stored, inChain) in events)
        {
            Erase(stored, inChain);
            _unkeep.Set(1, conversationId).Set(2, stored.Sequence).Run();
        }

        return events.Count;
    }

    /// <summary>
    /// Goes over the old events that the bus has, in their order and each once: an index by conversation would cost every text more than
    /// this does. Those of an erased conversation, or of none, are erased; those of one that lives or is held are noted for its own end.
    /// </summary>
    public (int Erased, bool More) WalkEvents(DateTimeOffset before, string bus, int atMost)
    {
        if (atMost == 0) return (0, true);
        var at = _walked.Set(1, Walk).Step() ? _walked.Long(0) : 0;
        _walked.Reset();
        List<(OutboxEvent Event, bool InChain, bool Gone)> events = [];
        _next.Set(1, at).Set(2, bus).Set(3, atMost);
        while (_next.Step()) events.Add((EventTable.Read(_next), !_next.IsNull(8), _next.Bool(9)));
        var (erased, walked) = (0, at);
        foreach (var (stored, inChain, gone) in events.TakeWhile(next => next.Event.Time <= before))
        {
            walked = stored.Sequence;
            if (PersonalFields.ForEvent(stored.Name).Count == 0) continue;
            if (stored.ConversationId is { } conversation && !gone)
            {
                _keep.Set(1, conversation).Set(2, stored.Sequence).Run();
                continue;
            }

            Erase(stored, inChain);
            erased++;
        }

        if (walked > at) _walk.Set(1, Walk).Set(2, walked).Run();
        return (erased, walked > at && walked == events[^1].Event.Sequence && events.Count == atMost);
    }

    public int Parts(long conversation, int atMost)
    {
        List<(long Report, int Number, string Link, DateTimeOffset At, bool InChain)> found = [];
        _parts.Set(1, conversation).Set(2, atMost);
        while (_parts.Step()) found.Add((_parts.Long(0), _parts.Int(1), _parts.Text(2), _parts.Time(3), !_parts.IsNull(4)));
        Span<byte> digest = stackalloc byte[RecordDigest.Octets];
        foreach (var part in found)
        {
            chain.Digest.OfPart(digest, [], part.Report, part.Number, part.Link, part.At, []);
            var position = part.InChain ? chain.Add(EvidenceKind.ErasedPart, part.Report, part.Number, digest) : 0;
            _erasePart.Set(1, part.Report).Set(2, part.Number).Set(3, position).Run();
        }

        return found.Count;
    }

    public int Records(long conversation, int atMost) => EraseRecords(_records.Set(1, conversation).Set(2, atMost));

    public int RecordsAlone(DateTimeOffset before, int atMost) => EraseRecords(_recordsAlone.Set(1, before).Set(2, atMost));

    public int Reports(long conversation, int atMost) => Count(_reports.Set(1, conversation).Set(2, atMost));

    public int Replies(long conversation, int atMost) => EraseReplies(_replies.Set(1, conversation).Set(2, atMost));

    public int RepliesAlone(DateTimeOffset before, int atMost) => EraseReplies(_repliesAlone.Set(1, before).Set(2, atMost));

    public int UnmatchedReceipts(DateTimeOffset before, int atMost) => Count(_receipts.Set(1, before).Set(2, atMost));

    /// <summary>The number itself, last of all: a conversation that still has one is looked at again.</summary>
    public void Conversation(long row, DateTimeOffset now) => _conversation.Set(1, row).Set(2, now).Run();

    /// <summary>
    /// secure_delete overwrites what is deleted, but not the copy that a page keeps in its gap when SQLite splits it: numbers come in no
    /// order, so their indexes split, and are made anew on clean pages. They hold only what is not erased.
    /// </summary>
    public void RebuildSenders()
    {
        foreach (var index in _rebuild) index.Run();
    }

    public void Dispose()
    {
        foreach (var statement in (Statement[])[
            _due, _oldest, _kept, _walked, _next, _keep, _walk, _unkeep, _eraseEvent, _parts, _erasePart, _records, _recordsAlone,
                _eraseRecord, _reports, _replies, _repliesAlone,
            _replyParts, _receipts, _conversation, .. _rebuild]) statement.Dispose();
    }

    private static int Count(Statement returning)
    {
        var count = 0;
        while (returning.Step()) count++;
        return count;
    }

    private void Erase(OutboxEvent stored, bool inChain)
    {
        var left = stored with { Json = PersonalFields.Erase(stored.Name, stored.Json) };
        Span<byte> digest = stackalloc byte[RecordDigest.Octets];
        chain.Digest.OfEvent(digest, [], left);
        var position = inChain ? chain.Add(EvidenceKind.ErasedEvent, left.Sequence, 0, digest) : 0;
        _eraseEvent.Set(1, left.Sequence).Set(2, left.Json).Set(3, position).Run();
    }

    private int EraseRecords(Statement found)
    {
        List<(long Position, DateTimeOffset At, string Kind, string? Operator)> records = [];
        while (found.Step()) records.Add((found.Long(0), found.Time(1), found.Text(2), found.TextOrNull(3)));
        Span<byte> digest = stackalloc byte[RecordDigest.Octets];
        foreach (var record in records)
        {
            chain.Digest.OfRecord(digest, [], record.Position, record.At, record.Kind, record.Operator, []);
            _eraseRecord.Set(1, record.Position).Set(2, chain.Add(EvidenceKind.ErasedRecord, record.Position, 0, digest)).Run();
        }

        return records.Count;
    }

    private int EraseReplies(Statement returning)
    {
        List<long> rows = [];
        while (returning.Step()) rows.Add(returning.Long(0));
        foreach (var row in rows) _replyParts.Set(1, row).Run();
        return rows.Count;
    }
}
