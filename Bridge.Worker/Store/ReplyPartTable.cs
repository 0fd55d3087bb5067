using Bridge.Protocol.Smpp;
using Bridge.Protocol.Text;
using Microsoft.Data.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>One part of a reply and what has become of it; each time it is written is a <see cref="Submit"/>.</summary>
/// <param name="MessageId">The operator's, from submit_sm_resp; null until it took the part.</param>
/// <param name="AcceptedAt">Null until an operator took it, and again when it has to be written once more.</param>
/// <param name="State">From a receipt; null while none came.</param>
internal sealed record ReplyPart(long Reply, int Number, TextPart Text, string? MessageId, DateTimeOffset? AcceptedAt, MessageState? State);

internal sealed class ReplyPartTable(SqliteConnection connection) : IDisposable
{
    private const string Columns =
        "reply, number, data_coding, user_data, has_udh, sar_reference, sar_total, as_payload, message_id, accepted_at, state";

    private readonly Statement _insert = new(
        connection,
        "INSERT INTO reply_parts (reply, number, data_coding, user_data, has_udh, sar_reference, sar_total, as_payload) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");

    private readonly Statement _delete = new(connection, "DELETE FROM reply_parts WHERE reply = ?");
    private readonly Statement _accepted = new(
        connection, "UPDATE reply_parts SET message_id = ?3, accepted_at = ?4 WHERE reply = ?1 AND number = ?2");
    private readonly Statement _state = new(
        connection, "UPDATE reply_parts SET state = ?3, state_at = ?4 WHERE reply = ?1 AND number = ?2");
    private readonly Statement _reopen = new(
        connection, "UPDATE reply_parts SET message_id = NULL, accepted_at = NULL, state = NULL, state_at = NULL WHERE reply = ?1 AND number = ?2");

    private readonly Statement _of = new(connection, $"SELECT {Columns} FROM reply_parts WHERE reply = ? ORDER BY number");

    public void Insert(long reply, IReadOnlyList<TextPart> parts)
    {
        for (var i = 0; i < parts.Count; i++)
        {
            var part = parts[i];
            _insert.Set(1, reply).Set(2, i + 1).Set(3, part.DataCoding).Set(4, part.UserData.Span).Set(5, part.HasUdh)
                .Set(6, (long?)part.Sar?.Reference)
                .Set(7, (long?)part.Sar?.Total).Set(8, part.AsPayload).Run();
        }
    }

    /// <summary>Other parts of the same text in place of those that there are.</summary>
    public void Replace(long reply, IReadOnlyList<TextPart> parts)
    {
        _delete.Set(1, reply).Run();
        Insert(reply, parts);
    }

    public void Accepted(long reply, int number, string messageId, DateTimeOffset at) =>
        _accepted.Set(1, reply).Set(2, number).Set(3, messageId).Set(4, at).Run();

    public void SetState(long reply, int number, MessageState state, DateTimeOffset at) =>
        _state.Set(1, reply).Set(2, number).Set(3, (long)state).Set(4, at).Run();

    /// <summary>It has to be written once more.</summary>
    public void Reopen(long reply, int number) => _reopen.Set(1, reply).Set(2, number).Run();

    public IReadOnlyList<ReplyPart> Of(long reply)
    {
        List<ReplyPart> parts = [];
        _of.Set(1, reply);
        while (_of.Step()) parts.Add(Read(_of));
        return parts;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _delete.Dispose();
        _accepted.Dispose();
        _state.Dispose();
        _reopen.Dispose();
        _of.Dispose();
    }

    private static ReplyPart Read(Statement row)
    {
        var number = row.Int(1);
        Concatenation? sar = row.IsNull(5)
            ? null
            : new Concatenation(ReferenceKind.Sar, (ushort)row.Int(5), (byte)row.Int(6), (byte)number);
        var text = new TextPart((byte)row.Int(2), row.Blob(3), row.Bool(4), sar, row.Bool(7));
        return new ReplyPart(
            row.Long(0), number, text, row.TextOrNull(8), row.TimeOrNull(9), row.IsNull(10) ? null : (MessageState)row.Int(10));
    }
}
