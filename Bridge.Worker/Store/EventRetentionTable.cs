using Bridge.Protocol.Centre;
using Bridge.Worker.Store.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>
/// The erasing of events. Old events that the bus has are gone over in their order, each once: an index by conversation would cost every text
/// more than this does. Those of an erased conversation, or of none, are erased; those of one that lives or is held are noted and erased with
/// it. Every method erases at most so many rows.
/// </summary>
internal sealed class EventRetentionTable(StoreConnection connection, EvidenceChain chain, CursorTable cursors)
{
    private readonly Statement _next = connection.Prepare(
        $"""
        SELECT {EventTable.Columns}, position,
            EXISTS (SELECT 1 FROM conversations c WHERE c.id = events.conversation_id AND c.erased_at IS NOT NULL) AS conversation_erased
        FROM events
        WHERE sequence > @after AND sequence <= (SELECT coalesce(max(sequence), 0) FROM cursors WHERE bus = @bus)
        ORDER BY sequence LIMIT @at_most
        """);

    private readonly Statement _keep = connection.Prepare(
        "INSERT INTO events_kept (conversation_id, sequence) VALUES (@conversation_id, @sequence) ON CONFLICT DO NOTHING");

    private readonly Statement _kept = connection.Prepare(
        $"""
        SELECT {EventTable.Columns}, position FROM events
        WHERE sequence IN (SELECT k.sequence FROM events_kept k WHERE k.conversation_id = @conversation_id LIMIT @at_most)
        """);

    private readonly Statement _forget = connection.Prepare(
        "DELETE FROM events_kept WHERE conversation_id = @conversation_id AND sequence = @sequence");

    private readonly Statement _erase = connection.Prepare(
        "UPDATE events SET json = @json, salt = NULL, erased = @erased WHERE sequence = @sequence");

    /// <summary>Goes on over the events that are older than a time.</summary>
    /// <returns>How many were erased, and whether there may be more.</returns>
    public (int Erased, bool More) EraseOld(DateTimeOffset before, string bus, int atMost)
    {
        if (atMost == 0) return (0, true);
        var start = cursors.SequenceOf(CursorTable.Retention);
        var events = _next.Set("@after", start).Set("@bus", bus).Set("@at_most", atMost).All(
            static row => (Event: EventTable.Read(row), InChain: IsInChain(row), ConversationErased: row.Bool("conversation_erased")));
        var (erased, reached) = (0, start);
        foreach (var (stored, inChain, conversationErased) in events.TakeWhile(next => next.Event.Time <= before))
        {
            reached = stored.Sequence;
            if (PersonalFields.ForEvent(stored.Name).Count == 0) continue;
            if (stored.ConversationId is { } conversation && !conversationErased)
            {
                _keep.Set("@conversation_id", conversation).Set("@sequence", stored.Sequence).Run();
                continue;
            }

            Erase(stored, inChain);
            erased++;
        }

        if (reached > start) cursors.Advance(CursorTable.Retention, reached);
        return (erased, reached > start && reached == events[^1].Event.Sequence && events.Count == atMost);
    }

    /// <summary>Erases a conversation's events that were old before the conversation was.</summary>
    /// <returns>How many.</returns>
    public int EraseKept(string conversationId, int atMost)
    {
        var events = _kept.Set("@conversation_id", conversationId).Set("@at_most", atMost)
            .All(static row => (Event: EventTable.Read(row), InChain: IsInChain(row)));
        foreach (var (stored, inChain) in events)
        {
            Erase(stored, inChain);
            _forget.Set("@conversation_id", conversationId).Set("@sequence", stored.Sequence).Run();
        }

        return events.Count;
    }

    private void Erase(OutboxEvent stored, bool inChain)
    {
        var left = stored with { Json = PersonalFields.Erase(stored.Name, stored.Json) };
        Span<byte> digest = stackalloc byte[RecordDigest.Octets];
        chain.Digest.ComputeEvent(digest, [], left);
        var position = inChain ? chain.Add(EvidenceKind.ErasedEvent, left.Sequence, 0, digest) : 0;
        _erase.Set("@json", left.Json).Set("@erased", position).Set("@sequence", left.Sequence).Run();
    }

    /// <summary>False for an event that is older than the chain.</summary>
    private static bool IsInChain(Row row) => row.LongOrNull("position") is not null;
}
