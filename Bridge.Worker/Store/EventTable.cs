using Bridge.Protocol.Centre;
using Microsoft.Data.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>The outbox: events in the order of their commit, and how far each bus has them.</summary>
internal sealed class EventTable : IDisposable
{
    private readonly string _node;
    private readonly EvidenceChain _chain;
    private readonly TransactionHooks _hooks;
    private readonly EventFeed _feed;
    private readonly Statement _insert;
    private readonly Statement _advance;
    private long _next;

    public EventTable(SqliteConnection connection, string node, EvidenceChain chain, TransactionHooks hooks, EventFeed feed)
    {
        _node = node;
        _chain = chain;
        _hooks = hooks;
        _feed = feed;
        _insert = new Statement(
            connection, "INSERT INTO events (sequence, id, name, operator, conversation_id, at, read_at, json, position, salt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        _advance = new Statement(
            connection, "INSERT INTO cursors (bus, sequence) VALUES (?1, ?2) ON CONFLICT (bus) DO UPDATE SET sequence = max(sequence, excluded.sequence)");
        using var last = new Statement(connection, "SELECT max(sequence) FROM events");
        last.Step();
        Last = last.Long(0);
        _next = Last + 1;
    }

    /// <summary>The newest committed sequence number.</summary>
    public long Last { get; private set; }

    /// <summary>The number that the next event will have.</summary>
    public long Next => _next;

    /// <summary>Writes an event into the open transaction. <paramref name="readAt"/>: when the text behind it was read.</summary>
    public void Append(
        EventData data, DateTimeOffset now, string? operatorName = null, string? conversationId = null, DateTimeOffset? readAt = null)
    {
        if (_next == Last + 1) _hooks.AfterCommit(static table => ((EventTable)table)._feed.Advance(((EventTable)table).Last), this);
        var id = Ids.New('e', now);
        var json = CloudEvent.WriteEvent(id, _node, conversationId, now, data);
        var salt = PersonalFields.ForEvent(data.EventName).Count > 0 ? _chain.Salt() : default;
        Span<byte> digest = stackalloc byte[RecordDigest.Octets];
        _chain.Digest.OfEvent(digest, salt, new OutboxEvent(_next, id, data.EventName, operatorName, conversationId, now, readAt, json));
        var position = _chain.Add(EvidenceKind.Event, _next, 0, digest);
        _insert.Set(1, _next).Set(2, id).Set(3, data.EventName).Set(4, operatorName).Set(5, conversationId).Set(6, now)
            .Set(7, readAt).Set(8, json)
            .Set(9, position).SetOrNull(10, salt).Run();
        _next++;
    }

    /// <summary>From sequence, id, name, operator, conversation_id, at, read_at and json as the first columns.</summary>
    public static OutboxEvent Read(Statement row) => new(
        row.Long(0), row.Text(1), row.Text(2), row.TextOrNull(3), row.TextOrNull(4), row.Time(5), row.TimeOrNull(6), row.Blob(7));

    public void Advance(string bus, long sequence) => _advance.Set(1, bus).Set(2, sequence).Run();

    public void OnCommitted() => Last = _next - 1;

    public void OnRolledBack() => _next = Last + 1;

    public void Dispose()
    {
        _insert.Dispose();
        _advance.Dispose();
    }
}
