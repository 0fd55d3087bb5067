using Bridge.Protocol.Smpp;
using Microsoft.Data.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>A report as the room of notices sees it: what became of it, and how its sender is reached.</summary>
/// <param name="Operator">Where the text came from.</param>
/// <param name="Taken">The centre has taken or confirmed it.</param>
/// <param name="Conversation">The conversation's row.</param>
/// <param name="Sender">What tells one sender from another, as in conversations.</param>
/// <param name="ReplyOperator">Where the sender last wrote: texts to them go there, under <paramref name="Address"/>.</param>
internal sealed record NoticeCase(
    long Row, string Report, string Operator, DateTimeOffset ReceivedAt, bool Taken, long Conversation, string Sender, string? Msisdn,
        string ReplyOperator,
    Address Address)
{
    public override string ToString() => Report;
}

/// <summary>An automatic text about a report that a sender got, or may still get.</summary>
/// <param name="Notice">Its key under Notices.</param>
/// <param name="At">When the operator took it; when it ended untaken; now while it is still on its way.</param>
internal sealed record NoticeTold(string Notice, DateTimeOffset At);

/// <summary>What notices are decided from, read from reports, conversations and replies.</summary>
internal sealed class NoticeTable(SqliteConnection connection) : IDisposable
{
    private const string Cases =
        """
        SELECT r.row, r.id, r.operator, r.received_at, r.taken_at IS NOT NULL OR r.confirmed_at IS NOT NULL,
               c.row, c.sender, c.msisdn, c.operator, c.address, c.ton, c.npi
        FROM reports r JOIN conversations c ON c.row = r.conversation
        """;

    private readonly Statement _byRow = new(connection, Cases + " WHERE r.row = ?");
    private readonly Statement _due = new(connection, Cases + " WHERE r.notice_due <= ?1 ORDER BY r.notice_due LIMIT ?2");
    private readonly Statement _setDue = new(connection, "UPDATE reports SET notice_due = ?2 WHERE row = ?1");
    private readonly Statement _last = new(
        connection, "SELECT notice, coalesce(accepted_at, ended_at) FROM replies WHERE sender = ? AND kind = 'Notice' ORDER BY row DESC LIMIT 1");

    private readonly Statement _lastOf = new(
        connection,
        "SELECT notice, coalesce(accepted_at, ended_at) FROM replies WHERE sender = ?1 AND kind = 'Notice' AND notice = ?2 ORDER BY row DESC LIMIT 1");

    private readonly Statement _waits = new(
        connection,
        """
        SELECT EXISTS (SELECT 1 FROM conversations c JOIN reports r ON r.conversation = c.row
                       WHERE c.sender = ? AND r.notice_due IS NOT NULL AND r.taken_at IS NULL AND r.confirmed_at IS NULL)
        """);

    private readonly Statement _registrationEnded = new(
        connection, "SELECT max(closed_at) FROM registrations WHERE msisdn = ?1 AND closed_at >= ?2");

    private readonly Statement _lastText = new(
        connection, "SELECT text FROM reports WHERE conversation = ? AND released_at IS NOT NULL ORDER BY row DESC LIMIT 1");

    public NoticeCase? ByRow(long row)
    {
        if (!_byRow.Set(1, row).Step()) return null;
        var found = Read(_byRow);
        _byRow.Reset();
        return found;
    }

    /// <summary>Reports whose senders are to be looked after by now, the longest due first.</summary>
    public IReadOnlyList<NoticeCase> Due(DateTimeOffset now, int atMost)
    {
        List<NoticeCase> due = [];
        _due.Set(1, now).Set(2, atMost);
        while (_due.Step()) due.Add(Read(_due));
        return due;
    }

    /// <param name="due">Null: never again.</param>
    public void SetDue(long row, DateTimeOffset? due) => _setDue.Set(1, row).Set(2, due).Run();

    /// <summary>The newest notice to a sender.</summary>
    public NoticeTold? Last(string sender, DateTimeOffset now) => Told(_last.Set(1, sender), now);

    /// <summary>The newest notice of one kind to a sender.</summary>
    public NoticeTold? Last(string sender, string notice, DateTimeOffset now) => Told(_lastOf.Set(1, sender).Set(2, notice), now);

    /// <summary>Whether a report of the sender is not taken, and its sender still looked after.</summary>
    public bool AnyWaits(string sender)
    {
        _waits.Set(1, sender).Step();
        var any = _waits.Bool(0);
        _waits.Reset();
        return any;
    }

    /// <summary>When a registration of the number last ended, since a time; null: none did.</summary>
    public DateTimeOffset? RegistrationEnded(string msisdn, DateTimeOffset since)
    {
        _registrationEnded.Set(1, msisdn).Set(2, since).Step();
        var ended = _registrationEnded.TimeOrNull(0);
        _registrationEnded.Reset();
        return ended;
    }

    /// <summary>The conversation's newest text; null when none is released, or it is erased.</summary>
    public string? LastText(long conversation)
    {
        if (!_lastText.Set(1, conversation).Step()) return null;
        var text = _lastText.TextOrNull(0);
        _lastText.Reset();
        return text;
    }

    public void Dispose()
    {
        _byRow.Dispose();
        _due.Dispose();
        _setDue.Dispose();
        _last.Dispose();
        _lastOf.Dispose();
        _waits.Dispose();
        _registrationEnded.Dispose();
        _lastText.Dispose();
    }

    private static NoticeTold? Told(Statement found, DateTimeOffset now)
    {
        if (!found.Step()) return null;
        var told = new NoticeTold(found.Text(0), found.TimeOrNull(1) ?? now);
        found.Reset();
        return told;
    }

    private static NoticeCase Read(Statement row) => new(
        row.Long(0), row.Text(1), row.Text(2), row.Time(3), row.Bool(4), row.Long(5), row.Text(6), row.TextOrNull(7), row.Text(8),
        new Address((byte)row.Int(10), (byte)row.Int(11), row.Text(9)));
}
