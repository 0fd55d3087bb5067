using Bridge.Protocol.Smpp;
using Bridge.Worker.Store.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>Texts to persons. What automatic ones are decided from is <see cref="AutomaticTextTable"/>'s.</summary>
internal sealed class ReplyTable(StoreConnection connection)
{
    private const string Columns =
        """
        row, command_id, report, conversation, operator, address, ton, npi, kind, confirms_up_to, created_at, valid_until, accepted_at,
        ended_at IS NOT NULL AS ended, sender, notice, language, registration, home, told, not_before
        """;

    private const string HasUnaccepted = "EXISTS (SELECT 1 FROM reply_parts p WHERE p.reply = replies.row AND p.accepted_at IS NULL)";

    private readonly Statement _insert = connection.Prepare(
        """
        INSERT INTO replies (
            command_id, report, conversation, operator, address, ton, npi, kind, confirms_up_to, created_at, valid_until, sender, notice,
            language, registration, home, text)
        VALUES (
            @command_id, @report, @conversation, @operator, @address, @ton, @npi, @kind, @confirms_up_to, @created_at, @valid_until, @sender,
            @notice, @language, @registration, @home, @text)
        RETURNING row
        """);

    private readonly Statement _setAccepted = connection.Prepare(
        "UPDATE replies SET accepted_at = @at WHERE row = @row AND accepted_at IS NULL");

    private readonly Statement _end = connection.Prepare(
        "UPDATE replies SET ended_at = @at, outcome = @outcome WHERE row = @row AND ended_at IS NULL");

    private readonly Statement _setTroubleTold = connection.Prepare("UPDATE replies SET told = @trouble WHERE row = @row");
    private readonly Statement _postpone = connection.Prepare("UPDATE replies SET not_before = @not_before WHERE row = @row");
    private readonly Statement _move = connection.Prepare(
        "UPDATE replies SET operator = @operator, address = @address, ton = @ton, npi = @npi, accepted_at = NULL WHERE row = @row");

    private readonly Statement _text = connection.Prepare("SELECT text FROM replies WHERE row = @row");
    private readonly Statement _conversation = connection.Prepare("SELECT conversation FROM replies WHERE row = @row");
    private readonly Statement _byRow = connection.Prepare($"SELECT {Columns} FROM replies WHERE row = @row");
    private readonly Statement _unsent = connection.Prepare(
        $"SELECT {Columns} FROM replies WHERE ended_at IS NULL AND {HasUnaccepted} ORDER BY row");

    private readonly Statement _unsentIn = connection.Prepare(
        $"""
        SELECT {Columns} FROM replies WHERE conversation = @conversation AND ended_at IS NULL AND {HasUnaccepted} ORDER BY row
        """);

    private readonly Statement _awaitingReceipt = connection.Prepare(
        $"""
        SELECT {Columns} FROM replies
        WHERE ended_at IS NULL AND accepted_at IS NOT NULL AND valid_until < @valid_before ORDER BY valid_until LIMIT @at_most
        """);

    private readonly Statement _withoutTroubleTold = connection.Prepare(
        $"""
        SELECT {Columns} FROM replies
        WHERE ended_at IS NULL AND told IS NULL AND created_at <= @created_before ORDER BY created_at LIMIT @at_most
        """);

    private readonly Statement _newestSuccess = connection.Prepare(
        $"""
        SELECT ended_at FROM replies WHERE sender = @sender AND operator = @operator AND ended_at IS NOT NULL
            AND outcome IN ('{StoredNames.Delivered}', '{StoredNames.Accepted}')
        ORDER BY ended_at DESC LIMIT 1
        """);

    /// <param name="text">The words as they were written, for another operator's alphabet may cut them otherwise.</param>
    /// <returns>Its row; the one in <paramref name="reply"/> is ignored.</returns>
    public long Insert(Reply reply, string text) =>
        _insert.Set("@command_id", reply.CommandId).Set("@report", reply.Report).Set("@conversation", reply.Conversation)
            .Set("@operator", reply.Operator).SetAddress(reply.Address).Set("@kind", StoredNames.OutboundKinds.Name(reply.Kind))
            .Set("@confirms_up_to", reply.ConfirmsUpTo).Set("@created_at", reply.CreatedAt).Set("@valid_until", reply.ValidUntil)
            .Set("@sender", reply.Sender).Set("@notice", reply.Notice).Set("@language", reply.Language)
            .Set("@registration", reply.Registration).Set("@home", reply.Home).Set("@text", text).One(static row => row.Long("row"));

    /// <summary>The operator has accepted every part.</summary>
    public void SetAccepted(long row, DateTimeOffset at) => _setAccepted.Set("@at", at).Set("@row", row).Run();

    /// <summary>A final state never goes back: a second end changes nothing.</summary>
    public void End(long row, DateTimeOffset at, ReplyOutcome outcome) =>
        _end.Set("@at", at).Set("@outcome", StoredNames.ReplyOutcomes.Name(outcome)).Set("@row", row).Run();

    public void SetTroubleTold(long row, string trouble) => _setTroubleTold.Set("@trouble", trouble).Set("@row", row).Run();

    /// <summary>Something of it has to be written again, but not before a time.</summary>
    public void Postpone(long row, DateTimeOffset notBefore) => _postpone.Set("@not_before", notBefore).Set("@row", row).Run();

    /// <summary>It goes anew through another operator, to the address that this one knows the person by.</summary>
    public void Move(long row, string operatorName, Address address) =>
        _move.Set("@operator", operatorName).SetAddress(address).Set("@row", row).Run();

    /// <summary>The words as they were written; null when they are erased, or the reply is older than version 9 of the store.</summary>
    public string? TextOf(long row) => _text.Set("@row", row).One(static reply => reply.TextOrNull("text"));

    /// <summary>The conversation's row; null for a reply to a bare number.</summary>
    public long? ConversationOf(long row) => _conversation.Set("@row", row).One(static reply => reply.LongOrNull("conversation"));

    public Reply? ByRow(long row) => _byRow.Set("@row", row).One(Read);

    /// <summary>All of which something is still to be written, in the order of their coming.</summary>
    public IReadOnlyList<Reply> Unsent() => _unsent.All(Read);

    /// <summary>Those of a conversation of which something is still to be written, in the order of their coming.</summary>
    public IReadOnlyList<Reply> UnsentIn(long conversation) => _unsentIn.Set("@conversation", conversation).All(Read);

    /// <summary>Those that an operator accepted, without an end, whose validity ended before a time.</summary>
    public IReadOnlyList<Reply> AwaitingReceipt(DateTimeOffset validBefore, int atMost) =>
        _awaitingReceipt.Set("@valid_before", validBefore).Set("@at_most", atMost).All(Read);

    /// <summary>Those without an end that came before a time and of whose trouble the centre has heard nothing.</summary>
    public IReadOnlyList<Reply> WithoutTroubleTold(DateTimeOffset createdBefore, int atMost) =>
        _withoutTroubleTold.Set("@created_before", createdBefore).Set("@at_most", atMost).All(Read);

    /// <summary>When a reply last reached a sender's phone through an operator, or this operator where it gives no receipts.</summary>
    public DateTimeOffset? NewestSuccess(string sender, string operatorName) =>
        _newestSuccess.Set("@sender", sender).Set("@operator", operatorName).One(static row => row.TimeOrNull("ended_at"));

    private static Reply Read(Row row) => new(
        row.Long("row"), row.Text("command_id"), row.TextOrNull("report"), row.LongOrNull("conversation"), row.Text("operator"),
        row.Address(), StoredNames.OutboundKinds.Value(row.Text("kind")), row.LongOrNull("confirms_up_to"), row.Time("created_at"),
        row.Time("valid_until"), row.TimeOrNull("accepted_at"), row.Bool("ended"))
    {
        Sender = row.TextOrNull("sender"),
        Notice = row.TextOrNull("notice"),
        Language = row.TextOrNull("language"),
        Registration = row.LongOrNull("registration"),
        Home = row.TextOrNull("home"),
        TroubleTold = row.TextOrNull("told"),
        NotBefore = row.TimeOrNull("not_before"),
    };
}
