using Bridge.Protocol.Centre;
using Bridge.Worker.Store.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>The outbox: events in the order of their commit.</summary>
internal sealed class EventTable
{
    /// <summary>What <see cref="Read"/> reads.</summary>
    public const string Columns = "sequence, id, name, operator, conversation_id, at, read_at, json";

    private readonly string _node;
    private readonly EvidenceChain _chain;
    private readonly TransactionHooks _hooks;
    private readonly EventFeed _feed;
    private readonly Statement _insert;
    private long _next;

    public EventTable(StoreConnection connection, string node, EvidenceChain chain, TransactionHooks hooks, EventFeed feed)
    {
        _node = node;
        _chain = chain;
        _hooks = hooks;
        _feed = feed;
        _insert = connection.Prepare(
            $"""
            INSERT INTO events ({Columns}, position, salt)
            VALUES (@sequence, @id, @name, @operator, @conversation_id, @at, @read_at, @json, @position, @salt)
            """);
        Last = connection.Prepare("SELECT max(sequence) AS last FROM events").One(static row => row.Long("last"));
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
        var id = Identifier.Create('e', now);
        var json = CloudEvent.WriteEvent(id, _node, conversationId, now, data);
        var salt = PersonalFields.ForEvent(data.EventName).Count > 0 ? _chain.Salt() : default;
        Span<byte> digest = stackalloc byte[RecordDigest.Octets];
        _chain.Digest.ComputeEvent(digest, salt, new OutboxEvent(_next, id, data.EventName, operatorName, conversationId, now, readAt, json));
        var position = _chain.Add(EvidenceKind.Event, _next, 0, digest);
        _insert.Set("@sequence", _next).Set("@id", id).Set("@name", data.EventName).Set("@operator", operatorName)
            .Set("@conversation_id", conversationId).Set("@at", now).Set("@read_at", readAt).Set("@json", json)
            .Set("@position", position).SetOrNull("@salt", salt).Run();
        _next++;
    }

    public static OutboxEvent Read(Row row) => new(
        row.Long("sequence"), row.Text("id"), row.Text("name"), row.TextOrNull("operator"), row.TextOrNull("conversation_id"),
        row.Time("at"), row.TimeOrNull("read_at"), row.Blob("json"));

    public void OnCommitted() => Last = _next - 1;

    public void OnRolledBack() => _next = Last + 1;
}
