using Bridge.Protocol.Smpp;
using Bridge.Worker.Store.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>One writing of a part to an operator: what it was called there, and what receipts said of it.</summary>
/// <param name="Number">Of the part; <see cref="GivenUp"/> when the whole text went anew through another operator since.</param>
/// <param name="State">From a receipt; null while none came.</param>
internal sealed record Submit(long Row, long Reply, int Number, string Operator, MessageState? State)
{
    public const int GivenUp = 0;
}

/// <summary>
/// Every submit_sm of which the operator may have something: noted before it is written, so that a crash between writing and answer is
/// known of afterwards, and taken out again when it surely was not accepted.
/// </summary>
internal sealed class SubmitTable(StoreConnection connection)
{
    /// <summary>The states after which the handset has it not and will not have it.</summary>
    private static readonly string Failed = string.Join(
        ", ",
        new[] { MessageState.Expired, MessageState.Deleted, MessageState.Undeliverable, MessageState.Rejected, MessageState.Skipped }
            .Select(state => (int)state));

    private readonly Statement _insert = connection.Prepare(
        """
        INSERT INTO submits (reply, number, operator, submitted_at) VALUES (@reply, @number, @operator, @at) RETURNING row
        """);

    private readonly Statement _delete = connection.Prepare("DELETE FROM submits WHERE row = @row");
    private readonly Statement _setAnswered = connection.Prepare(
        "UPDATE submits SET answered_at = @at, message_id = @message_id, message_key = @message_key WHERE row = @row");

    private readonly Statement _setState = connection.Prepare(
        "UPDATE submits SET state = @state, state_at = @at, error_type = @error_type, error_code = @error_code WHERE row = @row");

    // Operators use their ids again after weeks: the newest that has it is meant.
    private readonly Statement _byMessage = connection.Prepare(
        """
        SELECT row, reply, number, operator, state FROM submits
        WHERE message_key = @message_key AND operator = @operator ORDER BY row DESC LIMIT 1
        """);

    private readonly Statement _number = connection.Prepare("SELECT number FROM submits WHERE row = @row");
    private readonly Statement _hasAnotherChance = connection.Prepare(
        $"""
        SELECT 1 FROM submits WHERE reply = @reply AND number = @number AND row <> @except AND answered_at IS NOT NULL
            AND (state IS NULL OR state NOT IN ({Failed}))
        LIMIT 1
        """);

    private readonly Statement _countFailures = connection.Prepare(
        $"SELECT count(*) AS failures FROM submits WHERE reply = @reply AND number = @number AND state IN ({Failed})");

    private readonly Statement _lastFailure = connection.Prepare(
        $"""
        SELECT state, error_type, error_code FROM submits
        WHERE reply = @reply AND state IN ({Failed}, {(int)MessageState.Unknown}) ORDER BY state_at DESC, row DESC LIMIT 1
        """);

    private readonly Statement _mayShowTwice = connection.Prepare(
        $"""
        SELECT 1 FROM submits WHERE reply = @reply AND (state IS NULL OR state NOT IN ({Failed}))
        GROUP BY number HAVING number = {Submit.GivenUp} OR count(*) > 1
        """);

    private readonly Statement _hasBegun = connection.Prepare(
        $"SELECT 1 FROM submits WHERE reply = @reply AND number <> {Submit.GivenUp} LIMIT 1");

    private readonly Statement _giveUp = connection.Prepare($"UPDATE submits SET number = {Submit.GivenUp} WHERE reply = @reply");

    /// <summary>Returns its row.</summary>
    public long Insert(long reply, int number, string operatorName, DateTimeOffset at) =>
        _insert.Set("@reply", reply).Set("@number", number).Set("@operator", operatorName).Set("@at", at)
            .One(static row => row.Long("row"));

    /// <summary>It was not written, or the operator refused it.</summary>
    public void Delete(long row) => _delete.Set("@row", row).Run();

    /// <param name="messageKey">The id as receipts are matched to it (<see cref="NormalizedMessageId"/>); null when the operator gave
    /// none.</param>
    public void SetAnswered(long row, string messageId, string? messageKey, DateTimeOffset at) =>
        _setAnswered.Set("@at", at).Set("@message_id", messageId).Set("@message_key", messageKey).Set("@row", row).Run();

    public void SetState(long row, MessageState state, NetworkError? error, DateTimeOffset at) =>
        _setState.Set("@state", (long)state).Set("@at", at).Set("@error_type", (long?)error?.Type).Set("@error_code", (long?)error?.Code)
            .Set("@row", row).Run();

    public Submit? ByMessage(string operatorName, string messageKey) =>
        _byMessage.Set("@message_key", messageKey).Set("@operator", operatorName).One(static row => new Submit(
            row.Long("row"), row.Long("reply"), row.Int("number"), row.Text("operator"), (MessageState?)row.IntOrNull("state")));

    /// <summary>Which part it is of by now; null when it is not there any more.</summary>
    public int? NumberOf(long row) => _number.Set("@row", row).One(static submit => (int?)submit.Int("number"));

    /// <summary>Whether another submit of the part was accepted and may still be delivered.</summary>
    public bool HasAnotherChance(long reply, int number, long exceptRow) =>
        _hasAnotherChance.Set("@reply", reply).Set("@number", number).Set("@except", exceptRow).Any();

    /// <summary>How many submits of the part ended undelivered.</summary>
    public int CountFailures(long reply, int number) =>
        _countFailures.Set("@reply", reply).Set("@number", number).One(static row => row.Int("failures"));

    /// <summary>The last word against its delivery, UNKNOWN included; null when there was none.</summary>
    public (MessageState State, NetworkError? Error)? LastFailure(long reply) => _lastFailure.Set("@reply", reply).One(ReadFailure);

    /// <summary>
    /// Whether the handset may show some of the reply twice: a part was written twice, or some of it before the whole went through another
    /// operator.
    /// </summary>
    public bool MayShowTwice(long reply) => _mayShowTwice.Set("@reply", reply).Any();

    /// <summary>Whether its operator has, or may have, any of it.</summary>
    public bool HasBegun(long reply) => _hasBegun.Set("@reply", reply).Any();

    /// <summary>The whole text goes anew: what was written until now is of no part any more.</summary>
    public void GiveUp(long reply) => _giveUp.Set("@reply", reply).Run();

    private static (MessageState State, NetworkError? Error)? ReadFailure(Row row) =>
        ((MessageState)row.Int("state"), row.IntOrNull("error_type") is { } type
            ? new NetworkError((byte)type, (ushort)row.Int("error_code"))
            : null);
}
