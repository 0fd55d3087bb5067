using Bridge.Protocol.Smpp;
using Bridge.Protocol.Text;
using Bridge.Worker.Store.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>One part of a reply and what has become of it; each time it is written is a <see cref="Submit"/>.</summary>
/// <param name="MessageId">The operator's, from submit_sm_resp; null until it accepted the part.</param>
/// <param name="AcceptedAt">Null until an operator accepted it, and again when it has to be written once more.</param>
/// <param name="State">From a receipt; null while none came.</param>
internal sealed record ReplyPart(long Reply, int Number, TextPart Text, string? MessageId, DateTimeOffset? AcceptedAt, MessageState? State);

internal sealed class ReplyPartTable(StoreConnection connection)
{
    private readonly Statement _insert = connection.Prepare(
        """
        INSERT INTO reply_parts (reply, number, data_coding, user_data, has_udh, sar_reference, sar_total, as_payload)
        VALUES (@reply, @number, @data_coding, @user_data, @has_udh, @sar_reference, @sar_total, @as_payload)
        """);

    private readonly Statement _delete = connection.Prepare("DELETE FROM reply_parts WHERE reply = @reply");
    private readonly Statement _setAccepted = connection.Prepare(
        "UPDATE reply_parts SET message_id = @message_id, accepted_at = @at WHERE reply = @reply AND number = @number");

    private readonly Statement _setState = connection.Prepare(
        "UPDATE reply_parts SET state = @state, state_at = @at WHERE reply = @reply AND number = @number");

    private readonly Statement _reopen = connection.Prepare(
        """
        UPDATE reply_parts SET message_id = NULL, accepted_at = NULL, state = NULL, state_at = NULL
        WHERE reply = @reply AND number = @number
        """);

    private readonly Statement _forReply = connection.Prepare(
        """
        SELECT reply, number, data_coding, user_data, has_udh, sar_reference, sar_total, as_payload, message_id, accepted_at, state
        FROM reply_parts WHERE reply = @reply ORDER BY number
        """);

    public void Insert(long reply, IReadOnlyList<TextPart> parts)
    {
        for (var i = 0; i < parts.Count; i++)
        {
            var part = parts[i];
            _insert.Set("@reply", reply).Set("@number", i + 1).Set("@data_coding", part.DataCoding).Set("@user_data", part.UserData.Span)
                .Set("@has_udh", part.HasUdh).Set("@sar_reference", (long?)part.Sar?.Reference).Set("@sar_total", (long?)part.Sar?.Total)
                .Set("@as_payload", part.AsPayload).Run();
        }
    }

    /// <summary>Other parts of the same text in place of those that there are.</summary>
    public void Replace(long reply, IReadOnlyList<TextPart> parts)
    {
        _delete.Set("@reply", reply).Run();
        Insert(reply, parts);
    }

    public void SetAccepted(long reply, int number, string messageId, DateTimeOffset at) =>
        _setAccepted.Set("@message_id", messageId).Set("@at", at).Set("@reply", reply).Set("@number", number).Run();

    public void SetState(long reply, int number, MessageState state, DateTimeOffset at) =>
        _setState.Set("@state", (long)state).Set("@at", at).Set("@reply", reply).Set("@number", number).Run();

    /// <summary>It has to be written once more.</summary>
    public void Reopen(long reply, int number) => _reopen.Set("@reply", reply).Set("@number", number).Run();

    public IReadOnlyList<ReplyPart> ForReply(long reply) => _forReply.Set("@reply", reply).All(Read);

    private static ReplyPart Read(Row row)
    {
        var (reply, number) = (row.Long("reply"), row.Int("number"));
        var (dataCoding, userData, hasUdh) = ((byte)row.Int("data_coding"), row.Blob("user_data"), row.Bool("has_udh"));
        Concatenation? sar = row.IntOrNull("sar_reference") is { } reference
            ? new Concatenation(ReferenceKind.Sar, (ushort)reference, (byte)row.Int("sar_total"), (byte)number)
            : null;
        return new ReplyPart(
            reply, number, new TextPart(dataCoding, userData, hasUdh, sar, row.Bool("as_payload")), row.TextOrNull("message_id"),
            row.TimeOrNull("accepted_at"), (MessageState?)row.IntOrNull("state"));
    }
}
