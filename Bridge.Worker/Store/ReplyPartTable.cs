using Bridge.Protocol.Smpp;
using Bridge.Protocol.Text;
using Microsoft.Data.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>One submit_sm of a reply and what has become of it.</summary>
/// <param name="MessageId">The operator's, from submit_sm_resp; null until it took the part.</param>
/// <param name="State">From a receipt; null while none came.</param>
internal sealed record ReplyPart(long Reply, int Number, TextPart Text, string? MessageId, DateTimeOffset? AcceptedAt, MessageState? State);

internal sealed class ReplyPartTable(SqliteConnection connection) : IDisposable
{
    private const string Columns = "reply, number, data_coding, user_data, has_udh, sar_reference, sar_total, as_payload, message_id, accepted_at, state";

    private readonly Statement _insert = new(
        connection,
        "INSERT INTO reply_parts (reply, number, data_coding, user_data, has_udh, sar_reference, sar_total, as_payload) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");

    private readonly Statement _accepted = new(connection, "UPDATE reply_parts SET message_id = ?3, accepted_at = ?4, message_key = ?5 WHERE reply = ?1 AND number = ?2");
    // A receipt may run ahead of the answer that names its id (see UnmatchedReceiptTable): its record is then given to the reply here.
    private readonly Statement _adopt = new(
        connection,
        """
        UPDATE records SET reply = ?1, number = ?2, conversation = (SELECT conversation FROM replies WHERE row = ?1)
        WHERE kind = 'receipt' AND reply IS NULL AND message_key = ?3 AND operator = (SELECT operator FROM replies WHERE row = ?1)
            AND at >= (SELECT created_at FROM replies WHERE row = ?1)
        """);

    private readonly Statement _state = new(connection, "UPDATE reply_parts SET state = ?3, state_at = ?4 WHERE reply = ?1 AND number = ?2");
    private readonly Statement _of = new(connection, $"SELECT {Columns} FROM reply_parts WHERE reply = ? ORDER BY number");

    // Operators use their ids again after weeks: the newest part that has it is meant.
    private readonly Statement _byMessage = new(
        connection,
        $"""
        SELECT {Columns} FROM reply_parts WHERE message_key = ?1 AND reply IN (SELECT row FROM replies WHERE operator = ?2) ORDER BY reply DESC LIMIT 1
        """);

    public void Insert(long reply, int number, TextPart part) =>
        _insert.Set(1, reply).Set(2, number).Set(3, part.DataCoding).Set(4, part.UserData.Span).Set(5, part.HasUdh).Set(6, (long?)part.Sar?.Reference)
            .Set(7, (long?)part.Sar?.Total).Set(8, part.AsPayload).Run();

    /// <param name="messageKey">The id as receipts are matched to it (<see cref="MessageIdForm"/>); null when the operator gave none.</param>
    public void Accepted(long reply, int number, string messageId, string? messageKey, DateTimeOffset at)
    {
        _accepted.Set(1, reply).Set(2, number).Set(3, messageId).Set(4, at).Set(5, messageKey).Run();
        if (messageKey is not null) _adopt.Set(1, reply).Set(2, (long)number).Set(3, messageKey).Run();
    }

    public void SetState(long reply, int number, MessageState state, DateTimeOffset at) =>
        _state.Set(1, reply).Set(2, number).Set(3, (long)state).Set(4, at).Run();

    public IReadOnlyList<ReplyPart> Of(long reply)
    {
        List<ReplyPart> parts = [];
        _of.Set(1, reply);
        while (_of.Step()) parts.Add(Read(_of));
        return parts;
    }

    public ReplyPart? ByMessage(string operatorName, string messageKey)
    {
        _byMessage.Set(1, messageKey).Set(2, operatorName);
        if (!_byMessage.Step()) return null;
        var part = Read(_byMessage);
        _byMessage.Reset();
        return part;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _accepted.Dispose();
        _adopt.Dispose();
        _state.Dispose();
        _of.Dispose();
        _byMessage.Dispose();
    }

    private static ReplyPart Read(Statement row)
    {
        var number = row.Int(1);
        Concatenation? sar = row.IsNull(5) ? null : new Concatenation(ReferenceKind.Sar, (ushort)row.Int(5), (byte)row.Int(6), (byte)number);
        var text = new TextPart((byte)row.Int(2), row.Blob(3), row.Bool(4), sar, row.Bool(7));
        return new ReplyPart(row.Long(0), number, text, row.TextOrNull(8), row.TimeOrNull(9), row.IsNull(10) ? null : (MessageState)row.Int(10));
    }
}
