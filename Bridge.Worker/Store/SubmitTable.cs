using Bridge.Protocol.Smpp;
using Microsoft.Data.Sqlite;

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
/// known of afterwards, and taken out again when it surely was not taken.
/// </summary>
internal sealed class SubmitTable(SqliteConnection connection) : IDisposable
{
    /// <summary>
    /// The states after which the handset has it not and will not have it (EXPIRED, DELETED, UNDELIVERABLE, REJECTED, SKIPPED).
    /// </summary>
    private const string Failed = "(3, 4, 5, 8, 9)";

    private readonly Statement _insert = new(
        connection, "INSERT INTO submits (reply, number, operator, submitted_at) VALUES (?, ?, ?, ?) RETURNING row");
    private readonly Statement _delete = new(connection, "DELETE FROM submits WHERE row = ?");
    private readonly Statement _answered = new(
        connection, "UPDATE submits SET answered_at = ?2, message_id = ?3, message_key = ?4 WHERE row = ?1");
    private readonly Statement _state = new(
        connection, "UPDATE submits SET state = ?2, state_at = ?3, error_type = ?4, error_code = ?5 WHERE row = ?1");

    // Operators use their ids again after weeks: the newest that has it is meant.
    private readonly Statement _byMessage = new(
        connection, "SELECT row, reply, number, operator, state FROM submits WHERE message_key = ?1 AND operator = ?2 ORDER BY row DESC LIMIT 1");

    private readonly Statement _number = new(connection, "SELECT number FROM submits WHERE row = ?");
    private readonly Statement _hope = new(
        connection,
        $"SELECT 1 FROM submits WHERE reply = ?1 AND number = ?2 AND row <> ?3 AND answered_at IS NOT NULL AND (state IS NULL OR state NOT IN {Failed}) LIMIT 1");

    private readonly Statement _failures = new(
        connection, $"SELECT count(*) FROM submits WHERE reply = ?1 AND number = ?2 AND state IN {Failed}");
    private readonly Statement _lastFailure = new(
        connection,
        $"SELECT state, error_type, error_code FROM submits WHERE reply = ? AND (state IN {Failed} OR state = 7) ORDER BY state_at DESC, row DESC LIMIT 1");

    private readonly Statement _possiblyTwice = new(
        connection,
        $"""
        SELECT 1 FROM submits WHERE reply = ?1 AND (state IS NULL OR state NOT IN {Failed}) GROUP BY number HAVING number = {Submit.GivenUp} OR count(*) > 1
        """);

    private readonly Statement _begun = new(connection, $"SELECT 1 FROM submits WHERE reply = ? AND number <> {Submit.GivenUp} LIMIT 1");
    private readonly Statement _giveUp = new(connection, $"UPDATE submits SET number = {Submit.GivenUp} WHERE reply = ?");

    /// <summary>Returns its row.</summary>
    public long Insert(long reply, int number, string operatorName, DateTimeOffset at)
    {
        _insert.Set(1, reply).Set(2, number).Set(3, operatorName).Set(4, at).Step();
        var row = _insert.Long(0);
        _insert.Reset();
        return row;
    }

    /// <summary>It was not written, or the operator refused it.</summary>
    public void Delete(long row) => _delete.Set(1, row).Run();

    /// <param name="messageKey">The id as receipts are matched to it (<see cref="NormalizedMessageId"/>); null when the operator gave
    /// none.</param>
    public void Answered(long row, string messageId, string? messageKey, DateTimeOffset at) =>
        _answered.Set(1, row).Set(2, at).Set(3, messageId).Set(4, messageKey).Run();

    public void SetState(long row, MessageState state, NetworkError? error, DateTimeOffset at) =>
        _state.Set(1, row).Set(2, (long)state).Set(3, at).Set(4, (long?)error?.Type).Set(5, (long?)error?.Code).Run();

    public Submit? ByMessage(string operatorName, string messageKey)
    {
        _byMessage.Set(1, messageKey).Set(2, operatorName);
        if (!_byMessage.Step()) return null;
        var submit = new Submit(
            _byMessage.Long(0), _byMessage.Long(1), _byMessage.Int(2), _byMessage.Text(3), _byMessage.IsNull(4)
                ? null
                : (MessageState)_byMessage.Int(4));
        _byMessage.Reset();
        return submit;
    }

    /// <summary>Which part it is of by now; null when it is not there any more.</summary>
    public int? NumberOf(long row)
    {
        _number.Set(1, row);
        if (!_number.Step()) return null;
        var number = _number.Int(0);
        _number.Reset();
        return number;
    }

    /// <summary>Whether another submit of the part was taken and may still be delivered.</summary>
    public bool HasAnotherChance(long reply, int number, long exceptRow) => Any(_hope.Set(1, reply).Set(2, number).Set(3, exceptRow));

    /// <summary>How many submits of the part ended undelivered.</summary>
    public int Failures(long reply, int number)
    {
        _failures.Set(1, reply).Set(2, number).Step();
        var count = _failures.Int(0);
        _failures.Reset();
        return count;
    }

    /// <summary>The last word against its delivery, UNKNOWN included; null when there was none.</summary>
    public (MessageState State, NetworkError? Error)? LastFailure(long reply)
    {
        _lastFailure.Set(1, reply);
        if (!_lastFailure.Step()) return null;
        NetworkError? error = _lastFailure.IsNull(1) ? null : new((byte)_lastFailure.Int(1), (ushort)_lastFailure.Int(2));
        var found = ((MessageState)_lastFailure.Int(0), error);
        _lastFailure.Reset();
        return found;
    }

    /// <summary>
    /// Whether the handset may show some of the reply twice: a part was written twice, or some of it before the whole went through another
    /// operator.
    /// </summary>
    public bool IsPossiblyTwice(long reply) => Any(_possiblyTwice.Set(1, reply));

    /// <summary>Whether its operator has, or may have, any of it.</summary>
    public bool HasBegun(long reply) => Any(_begun.Set(1, reply));

    /// <summary>The whole text goes anew: what was written until now is of no part any more.</summary>
    public void GiveUp(long reply) => _giveUp.Set(1, reply).Run();

    public void Dispose()
    {
        _insert.Dispose();
        _delete.Dispose();
        _answered.Dispose();
        _state.Dispose();
        _byMessage.Dispose();
        _number.Dispose();
        _hope.Dispose();
        _failures.Dispose();
        _lastFailure.Dispose();
        _possiblyTwice.Dispose();
        _begun.Dispose();
        _giveUp.Dispose();
    }

    private static bool Any(Statement found)
    {
        var any = found.Step();
        if (any) found.Reset();
        return any;
    }
}
