using Bridge.Protocol.Smpp;
using Microsoft.Data.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>A text on its way to a person: a reply of the centre, or an automatic one.</summary>
/// <param name="CommandId">Of the command that sent it; for an automatic text an id of our own.</param>
/// <param name="Report">The report's id that it answers, if the centre named one.</param>
/// <param name="Conversation">The conversation's row; null when it goes to a bare number.</param>
/// <param name="Operator">The one that it goes through, as things stand.</param>
/// <param name="ConfirmsUpTo">For a confirmation: the newest report row that it confirms.</param>
/// <param name="AcceptedAt">When the operator had every part for the first time.</param>
/// <param name="Ended">Delivered, failed or expired: nothing more will happen.</param>
internal sealed record Reply(
    long Row, string CommandId, string? Report, long? Conversation, string Operator, Address Address, OutboundKind Kind, long? ConfirmsUpTo,
    DateTimeOffset CreatedAt, DateTimeOffset ValidUntil, DateTimeOffset? AcceptedAt, bool Ended)
{
    /// <summary>What tells one sender from another (as in conversations), where that is known: whom it goes to.</summary>
    public string? Sender { get; init; }

    /// <summary>Of an automatic text: which of the notices (Notices:KIND), and in which language.</summary>
    public string? Notice { get; init; }
    public string? Language { get; init; }

    /// <summary>Of an activation text: the row of the registration that it tells of.</summary>
    public long? Registration { get; init; }

    /// <summary>The operator that was named for it; null: the one through which the conversation's sender last wrote.</summary>
    public string? Home { get; init; }

    /// <summary>What the centre was last told of its trouble, in words; null: nothing.</summary>
    public string? Told { get; init; }

    /// <summary>It rests until then; null: it does not.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    public override string ToString() => CommandId;
}

internal sealed class ReplyTable(SqliteConnection connection) : IDisposable
{
    private const string Columns =
        "row, command_id, report, conversation, operator, address, ton, npi, kind, confirms_up_to, created_at, valid_until, accepted_at, ended_at IS NOT NULL, " +
        "sender, notice, language, registration, home, told, not_before";

    private const string Unwritten = "EXISTS (SELECT 1 FROM reply_parts p WHERE p.reply = replies.row AND p.accepted_at IS NULL)";

    private readonly Statement _insert = new(
        connection,
        """
        INSERT INTO replies (command_id, report, conversation, operator, address, ton, npi, kind, confirms_up_to, created_at, valid_until,
                             sender, notice, language, registration, home, text)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING row
        """);

    private readonly Statement _accepted = new(connection, "UPDATE replies SET accepted_at = ?2 WHERE row = ?1 AND accepted_at IS NULL");
    private readonly Statement _end = new(connection, "UPDATE replies SET ended_at = ?2, outcome = ?3 WHERE row = ?1 AND ended_at IS NULL");
    private readonly Statement _told = new(connection, "UPDATE replies SET told = ?2 WHERE row = ?1");
    private readonly Statement _rest = new(connection, "UPDATE replies SET not_before = ?2 WHERE row = ?1");
    private readonly Statement _move = new(
        connection, "UPDATE replies SET operator = ?2, address = ?3, ton = ?4, npi = ?5, accepted_at = NULL WHERE row = ?1");
    private readonly Statement _endActivation = new(
        connection, "UPDATE replies SET ended_at = ?2, outcome = 'failed' WHERE registration = ?1 AND kind = 'Activation' AND ended_at IS NULL");

    private readonly Statement _text = new(connection, "SELECT text FROM replies WHERE row = ?");
    private readonly Statement _byRow = new(connection, $"SELECT {Columns} FROM replies WHERE row = ?");
    private readonly Statement _unsent = new(
        connection, $"SELECT {Columns} FROM replies WHERE ended_at IS NULL AND {Unwritten} ORDER BY row");
    private readonly Statement _unsentOf = new(
        connection, $"SELECT {Columns} FROM replies WHERE conversation = ? AND ended_at IS NULL AND {Unwritten} ORDER BY row");

    private readonly Statement _awaiting = new(
        connection, $"SELECT {Columns} FROM replies WHERE ended_at IS NULL AND accepted_at IS NOT NULL AND valid_until < ?1 ORDER BY valid_until LIMIT ?2");

    private readonly Statement _untold = new(
        connection, $"SELECT {Columns} FROM replies WHERE ended_at IS NULL AND told IS NULL AND created_at <= ?1 ORDER BY created_at LIMIT ?2");

    /// <param name="text">The words as they were written, for another operator's alphabet may cut them otherwise.</param>
    /// <returns>Its row; the one in <paramref name="reply"/> is ignored.</returns>
    public long Insert(Reply reply, string text)
    {
        _insert.Set(1, reply.CommandId).Set(2, reply.Report).Set(3, reply.Conversation).Set(4, reply.Operator).Set(5, reply.Address.Value)
            .Set(6, reply.Address.Ton).Set(7, reply.Address.Npi).Set(8, reply.Kind.ToString()).Set(9, reply.ConfirmsUpTo)
                .Set(10, reply.CreatedAt)
            .Set(11, reply.ValidUntil).Set(12, reply.Sender).Set(13, reply.Notice).Set(14, reply.Language).Set(15, reply.Registration)
                .Set(16, reply.Home).Set(17, text);
        _insert.Step();
        var row = _insert.Long(0);
        _insert.Reset();
        return row;
    }

    public void Accepted(long row, DateTimeOffset at) => _accepted.Set(1, row).Set(2, at).Run();

    /// <summary>A final state never goes back: a second end changes nothing.</summary>
    public void End(long row, DateTimeOffset at, ReplyOutcome outcome) => _end.Set(1, row).Set(2, at).Set(3, outcome.Label()).Run();

    public void Told(long row, string reason) => _told.Set(1, row).Set(2, reason).Run();

    /// <summary>Something of it has to be written again, but not before a time.</summary>
    public void Rest(long row, DateTimeOffset notBefore) => _rest.Set(1, row).Set(2, notBefore).Run();

    /// <summary>It goes anew through another operator, to the address that this one knows the person by.</summary>
    public void Move(long row, string operatorName, Address address) =>
        _move.Set(1, row).Set(2, operatorName).Set(3, address.Value).Set(4, address.Ton).Set(5, address.Npi).Run();

    /// <summary>Those of a conversation of which something is still to be written, in the order of their coming.</summary>
    public IReadOnlyList<Reply> UnsentIn(long conversation) => All(_unsentOf.Set(1, conversation));

    /// <summary>The words as they were written; null when they are erased, or the reply is older than version 10 of the store.</summary>
    public string? TextOf(long row)
    {
        var text = _text.Set(1, row).Step() ? _text.TextOrNull(0) : null;
        _text.Reset();
        return text;
    }

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

    /// <summary>All of which something is still to be written, in the order of their coming.</summary>
    public IReadOnlyList<Reply> Unsent() => All(_unsent);

    /// <summary>Those that an operator took, without an end, whose validity ended before a time.</summary>
    public IReadOnlyList<Reply> Awaiting(DateTimeOffset validBefore, int atMost) => All(_awaiting.Set(1, validBefore).Set(2, (long)atMost));

    /// <summary>Those without an end that came before a time and of which the centre has heard of no trouble.</summary>
    public IReadOnlyList<Reply> Untold(DateTimeOffset createdBefore, int atMost) => All(_untold.Set(1, createdBefore).Set(2, (long)atMost));

    public void Dispose()
    {
        _insert.Dispose();
        _accepted.Dispose();
        _end.Dispose();
        _told.Dispose();
        _rest.Dispose();
        _move.Dispose();
        _endActivation.Dispose();
        _text.Dispose();
        _byRow.Dispose();
        _unsent.Dispose();
        _unsentOf.Dispose();
        _awaiting.Dispose();
        _untold.Dispose();
    }

    private static List<Reply> All(Statement found)
    {
        List<Reply> replies = [];
        while (found.Step()) replies.Add(Read(found));
        return replies;
    }

    private static Reply Read(Statement row) => new(
        row.Long(0), row.Text(1), row.TextOrNull(2), row.IsNull(3) ? null : row.Long(3), row.Text(4),
        new Address((byte)row.Int(6), (byte)row.Int(7), row.Text(5)), Enum.Parse<OutboundKind>(row.Text(8)), row.IsNull(9)
            ? null
            : row.Long(9),
        row.Time(10), row.Time(11), row.TimeOrNull(12), row.Bool(13))
    {
        Sender = row.TextOrNull(14),
        Notice = row.TextOrNull(15),
        Language = row.TextOrNull(16),
        Registration = row.IsNull(17) ? null : row.Long(17),
        Home = row.TextOrNull(18),
        Told = row.TextOrNull(19),
        NotBefore = row.TimeOrNull(20),
    };
}
