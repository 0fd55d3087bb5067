using Bridge.Protocol.Smpp;
using Microsoft.Data.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>A text on its way to a person: a reply of the centre, or an automatic one.</summary>
/// <param name="CommandId">Of the command that sent it; for an automatic text an id of our own.</param>
/// <param name="Report">The report's id that it answers, if the centre named one.</param>
/// <param name="Conversation">The conversation's row; null when it goes to a bare number.</param>
/// <param name="ConfirmsUpTo">For a confirmation: the newest report row that it confirms.</param>
/// <param name="Ended">Delivered, failed or expired: nothing more will happen.</param>
internal sealed record Reply(
    long Row, string CommandId, string? Report, long? Conversation, string Operator, Address Address, OutboundKind Kind, long? ConfirmsUpTo,
    DateTimeOffset CreatedAt, DateTimeOffset ValidUntil, DateTimeOffset? AcceptedAt, bool Ended)
{
    /// <summary>What tells one sender from another (as in conversations), where that is known: whom an automatic text went to.</summary>
    public string? Sender { get; init; }

    /// <summary>Of an automatic text: which of the notices (Notices:KIND), and in which language.</summary>
    public string? Notice { get; init; }
    public string? Language { get; init; }

    /// <summary>Of an activation text: the row of the registration that it tells of.</summary>
    public long? Registration { get; init; }

    public override string ToString() => CommandId;
}

internal sealed class ReplyTable(SqliteConnection connection) : IDisposable
{
    private const string Columns =
        "row, command_id, report, conversation, operator, address, ton, npi, kind, confirms_up_to, created_at, valid_until, accepted_at, ended_at IS NOT NULL, " +
        "sender, notice, language, registration";

    private readonly Statement _insert = new(
        connection,
        """
        INSERT INTO replies (command_id, report, conversation, operator, address, ton, npi, kind, confirms_up_to, created_at, valid_until,
                             sender, notice, language, registration)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING row
        """);

    private readonly Statement _accepted = new(connection, "UPDATE replies SET accepted_at = ?2 WHERE row = ?1 AND accepted_at IS NULL");
    private readonly Statement _end = new(connection, "UPDATE replies SET ended_at = ?2, outcome = ?3 WHERE row = ?1 AND ended_at IS NULL");
    private readonly Statement _endActivation = new(
        connection, "UPDATE replies SET ended_at = ?2, outcome = 'failed' WHERE registration = ?1 AND kind = 'Activation' AND ended_at IS NULL");

    private readonly Statement _byRow = new(connection, $"SELECT {Columns} FROM replies WHERE row = ?");
    private readonly Statement _open = new(connection, $"SELECT {Columns} FROM replies WHERE ended_at IS NULL ORDER BY row");

    private readonly List<long> _inserted = [];

    /// <summary>Rows that the open transaction has added.</summary>
    public IReadOnlyList<long> Inserted => _inserted;

    /// <summary>The transaction is over, one way or the other.</summary>
    public void ForgetInserted() => _inserted.Clear();

    public long Insert(Reply reply)
    {
        _insert.Set(1, reply.CommandId).Set(2, reply.Report).Set(3, reply.Conversation).Set(4, reply.Operator).Set(5, reply.Address.Value)
            .Set(6, reply.Address.Ton).Set(7, reply.Address.Npi).Set(8, reply.Kind.ToString()).Set(9, reply.ConfirmsUpTo).Set(10, reply.CreatedAt)
            .Set(11, reply.ValidUntil).Set(12, reply.Sender).Set(13, reply.Notice).Set(14, reply.Language).Set(15, reply.Registration);
        _insert.Step();
        var row = _insert.Long(0);
        _insert.Reset();
        _inserted.Add(row);
        return row;
    }

    public void Accepted(long row, DateTimeOffset at) => _accepted.Set(1, row).Set(2, at).Run();

    /// <summary>A final state never goes back: a second end changes nothing.</summary>
    public void End(long row, DateTimeOffset at, string outcome) => _end.Set(1, row).Set(2, at).Set(3, outcome).Run();

    /// <summary>A registration is replaced or removed: its activation text would tell of what is no more.</summary>
    public void EndActivation(long registration, DateTimeOffset at) => _endActivation.Set(1, registration).Set(2, at).Run();

    public Reply? ByRow(long row)
    {
        _byRow.Set(1, row);
        if (!_byRow.Step()) return null;
        var reply = Read(_byRow);
        _byRow.Reset();
        return reply;
    }

    public IReadOnlyList<Reply> Open()
    {
        List<Reply> replies = [];
        while (_open.Step()) replies.Add(Read(_open));
        return replies;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _accepted.Dispose();
        _end.Dispose();
        _endActivation.Dispose();
        _byRow.Dispose();
        _open.Dispose();
    }

    private static Reply Read(Statement row) => new(
        row.Long(0), row.Text(1), row.TextOrNull(2), row.IsNull(3) ? null : row.Long(3), row.Text(4),
        new Address((byte)row.Int(6), (byte)row.Int(7), row.Text(5)), Enum.Parse<OutboundKind>(row.Text(8)), row.IsNull(9) ? null : row.Long(9),
        row.Time(10), row.Time(11), row.TimeOrNull(12), row.Bool(13))
    {
        Sender = row.TextOrNull(14),
        Notice = row.TextOrNull(15),
        Language = row.TextOrNull(16),
        Registration = row.IsNull(17) ? null : row.Long(17),
    };
}
