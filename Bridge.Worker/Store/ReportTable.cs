using Bridge.Protocol.Text;
using Microsoft.Data.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>One text from a person, whole or still being put together.</summary>
internal sealed record Report(
    long Row, string Id, long Conversation, string Operator, string Link, DateTimeOffset ReceivedAt, DateTimeOffset LastPartAt,
    ReferenceKind? ReferenceKind, ushort Reference, int Total, DateTimeOffset? ReleasedAt, bool Complete, string? ResendOf, int Copies,
        int CopiesTold,
    DateTimeOffset? TakenAt, DateTimeOffset? ConfirmedAt)
{
    /// <summary>What the same text is found by; null until it is released.</summary>
    public long? TextKey { get; init; }

    /// <summary>A system's own text and nobody's call for help: no clock watches it.</summary>
    public bool Test { get; init; }

    /// <summary>When its first part came, by the clock that ages are taken by.</summary>
    public required DateTimeOffset WatchedFrom { get; init; }

    /// <summary>The row of what was registered for the sender when the text came; null: nothing.</summary>
    public long? Registration { get; init; }

    /// <summary>The sender was last sent an activation text.</summary>
    public bool RepliesToActivation { get; init; }

    /// <summary>When to look whether its sender must be told something; null: not at all. Only written.</summary>
    public DateTimeOffset? NoticeDue { get; init; }

    public override string ToString() => Id;
}

/// <summary>What the waiting for a report is counted by.</summary>
/// <param name="WatchedFrom">When its first part came, by the clock that ages are taken by.</param>
/// <param name="Test">A system's own text and nobody's call for help.</param>
internal readonly record struct WatchedReport(long Row, string Operator, DateTimeOffset WatchedFrom, bool Test);

internal sealed class ReportTable(SqliteConnection connection) : IDisposable
{
    /// <summary>The stages of the five-minute clock, a bit for each: those that are behind a report.</summary>
    public const int AllStages = 7;

    private const string Columns =
        """
        row, id, conversation, operator, link, received_at, last_part_at, reference_kind, reference, total, released_at, complete, resend_of, copies,
        copies_told, taken_at, confirmed_at, test, watched_from, registration, replies_to_activation, text_key
        """;

    private readonly Statement _insert = new(
        connection,
        """
        INSERT INTO reports (id, conversation, operator, link, received_at, last_part_at, text_key, reference_kind, reference, total, released_at, complete,
                             resend_of, copies, copies_told, overdue, text, test, watched_from, event, registration, replies_to_activation,
                             notice_due, language)
        VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 1, 1, ?14, ?13, ?15, ?16, ?17, ?18, ?19, ?20, ?21) RETURNING row
        """);

    private readonly Statement _release = new(
        connection,
        """
        UPDATE reports SET released_at = coalesce(released_at, ?2), complete = ?3, text_key = ?4, resend_of = ?5, text = ?6, last_part_at = ?7,
            event = coalesce(event, ?8), language = ?9 WHERE row = ?1
        """);

    private readonly Statement _sameText = new(connection,
        "SELECT id FROM reports WHERE text_key = ?2 AND row <> ?3 AND (conversation = ?1 OR received_at >= ?4) ORDER BY row DESC LIMIT 1");
    private readonly Statement _fold = new(
        connection, "UPDATE reports SET complete = 1, confirmed_at = ?2, notice_due = NULL WHERE row = ?1 AND released_at IS NULL");
    private readonly Statement _copies = new(connection, "UPDATE reports SET copies = ?2, copies_told = ?3 WHERE row = ?1");
    private readonly Statement _partCame = new(connection, "UPDATE reports SET last_part_at = ?2 WHERE row = ?1");
    private readonly Statement _taken = new(
        connection, "UPDATE reports SET taken_at = ?2, notice_due = NULL WHERE row = ?1 AND taken_at IS NULL RETURNING row, operator, watched_from, test");

    // What an answer to report ?2 of conversation ?1 is an answer to: it, what the centre was told of before it, and a resend of it that
    // came since. Texts that could not be read are all empty, and no resend of one another.
    private const string AnsweredTogether =
        """
        conversation = ?1 AND (event <= (SELECT event FROM reports WHERE row = ?2)
            OR text_key = (SELECT text_key FROM reports WHERE row = ?2 AND text <> ''))
        """;

    private readonly Statement _takenUpTo = new(
        connection, $"UPDATE reports SET taken_at = ?3, notice_due = NULL WHERE {AnsweredTogether} AND taken_at IS NULL RETURNING row, operator, watched_from, test");

    // In the index's order, which for each set of stages is that of age: to sort would be to look at all of a flood each time.
    private readonly Statement _overdue = new(
        connection,
        $"""
        SELECT {Columns} FROM reports INDEXED BY reports_watched
        WHERE confirmed_at IS NULL AND overdue < 7 AND overdue IN (?1, ?2, ?3, ?4) AND watched_from <= ?5 AND released_at IS NOT NULL LIMIT ?6
        """);

    private readonly Statement _setOverdue = new(connection, "UPDATE reports SET overdue = overdue | ?2 WHERE row = ?1");
    private readonly Statement _confirm = new(
        connection, $"UPDATE reports SET confirmed_at = ?3 WHERE {AnsweredTogether} AND confirmed_at IS NULL RETURNING row, operator, watched_from, test");

    private readonly Statement _byId = new(connection, $"SELECT {Columns} FROM reports WHERE id = ?");
    private readonly Statement _newest = new(
        connection, "SELECT row FROM reports WHERE conversation = ? AND event IS NOT NULL ORDER BY event DESC LIMIT 1");
    private readonly Statement _toRemember = new(
        connection, $"SELECT {Columns} FROM reports WHERE (last_part_at >= ?1 AND NOT (released_at IS NULL AND complete = 1)) OR (complete = 0 AND received_at >= ?2) OR copies <> copies_told ORDER BY row");

    // The sender's other conversations too: a phone does not know where one ends.
    private readonly Statement _superseded = new(
        connection,
        """
        SELECT EXISTS (
            SELECT 1 FROM reports AS old JOIN conversations AS said ON said.row = old.conversation
                JOIN conversations AS again ON again.sender = said.sender JOIN reports AS new ON new.conversation = again.row
            WHERE old.row = ?1 AND new.row > old.row AND new.operator = old.operator
                AND new.reference_kind = old.reference_kind AND new.reference = old.reference AND new.total = old.total)
        """);

    /// <summary>
    /// A report that is released as it is written (<paramref name="report"/>'s ReleasedAt) or still waits for its parts. Row is ignored;
    /// the new one is returned.
    /// </summary>
    /// <param name="language">As the event says it; null while parts are missing.</param>
    /// <param name="sequence">Of the event by which the centre is told; null while it is not.</param>
    public long Insert(Report report, long? textKey, string? text, string? language, long? sequence)
    {
        _insert.Set(1, report.Id).Set(2, report.Conversation).Set(3, report.Operator).Set(4, report.Link).Set(5, report.ReceivedAt)
            .Set(6, textKey)
            .Set(7, (long?)report.ReferenceKind).Set(8, (long)report.Reference).Set(9, report.Total).Set(10, report.ReleasedAt)
                .Set(11, report.Complete)
            .Set(12, report.ResendOf).Set(13, text).Set(14, report.Test ? AllStages : 0L).Set(15, report.Test).Set(16, report.WatchedFrom)
                .Set(17, sequence)
            .Set(18, report.Registration).Set(19, report.RepliesToActivation).Set(20, report.NoticeDue).Set(21, language);
        _insert.Step();
        var row = _insert.Long(0);
        _insert.Reset();
        return row;
    }

    public void Release(long row, DateTimeOffset at, bool complete, long textKey, string? resendOf, string text, string language,
        DateTimeOffset lastPartAt, long sequence) =>
        _release.Set(1, row).Set(2, at).Set(3, complete).Set(4, textKey).Set(5, resendOf).Set(6, text).Set(7, lastPartAt).Set(8, sequence)
            .Set(9, language).Run();

    /// <summary>The newest other report of the sender with the same text, in the conversation or since a time.</summary>
    /// <param name="textKey">The sender is in it.</param>
    public string? SameText(long conversation, long textKey, long exceptRow, DateTimeOffset since)
    {
        _sameText.Set(1, conversation).Set(2, textKey).Set(3, exceptRow).Set(4, since);
        if (!_sameText.Step()) return null;
        var id = _sameText.Text(0);
        _sameText.Reset();
        return id;
    }

    /// <summary>
    /// A long text that turned out to repeat another: nobody is told of it and nothing is waited for. Its row and parts stay, for they are
    /// evidence; complete and never released is how it is known.
    /// </summary>
    public void Fold(long row, DateTimeOffset at) => _fold.Set(1, row).Set(2, at).Run();

    public void SetCopies(long row, int copies, int told) => _copies.Set(1, row).Set(2, copies).Set(3, told).Run();

    public void PartCame(long row, DateTimeOffset at) => _partCame.Set(1, row).Set(2, at).Run();

    /// <summary>
    /// Unconfirmed reports that the centre knows of, have exactly one of four sets of stages behind them, and came before a time.
    /// </summary>
    /// <param name="before">By the steady clock.</param>
    public IReadOnlyList<Report> Overdue(IReadOnlyList<int> stagesBehind, DateTimeOffset before, int atMost)
    {
        List<Report> reports = [];
        for (var i = 0; i < 4; i++) _overdue.Set(i + 1, i < stagesBehind.Count ? (long)stagesBehind[i] : -1);
        _overdue.Set(5, before).Set(6, (long)atMost);
        while (_overdue.Step()) reports.Add(Read(_overdue));
        return reports;
    }

    /// <param name="stage">Its bit.</param>
    public void SetOverdue(long row, int stage) => _setOverdue.Set(1, row).Set(2, (long)stage).Run();

    /// <returns>The report, unless it was taken before.</returns>
    public IReadOnlyList<WatchedReport> Take(long row, DateTimeOffset at) => Changed(_taken.Set(1, row).Set(2, at));

    /// <summary>The centre answers a report: it has taken what the answer is to (<see cref="Confirm"/>).</summary>
    /// <returns>Those that were not taken before.</returns>
    public IReadOnlyList<WatchedReport> TakeUpTo(long conversation, long upToRow, DateTimeOffset at) =>
        Changed(_takenUpTo.Set(1, conversation).Set(2, upToRow).Set(3, at));

    /// <summary>
    /// Confirms a report, the unconfirmed ones that the centre was told of before it, and a resend of it: a text that only repeats another
    /// has its answer with it. What came earlier but was told later, because its parts were waited for, nobody has confirmed yet.
    /// </summary>
    /// <returns>Those that were not confirmed before.</returns>
    public IReadOnlyList<WatchedReport> Confirm(long conversation, long upToRow, DateTimeOffset at) =>
        Changed(_confirm.Set(1, conversation).Set(2, upToRow).Set(3, at));

    public Report? ById(string id)
    {
        _byId.Set(1, id);
        if (!_byId.Step()) return null;
        var report = Read(_byId);
        _byId.Reset();
        return report;
    }

    /// <summary>The conversation's report that the centre was told of last, 0 when there is none.</summary>
    public long NewestRow(long conversation)
    {
        var row = _newest.Set(1, conversation).Step() ? _newest.Long(0) : 0;
        _newest.Reset();
        return row;
    }

    /// <summary>
    /// What dedupe and assembly must know after a restart: texts of the window, texts not yet whole, repeats not yet told.
    /// </summary>
    public IReadOnlyList<Report> ToRemember(DateTimeOffset partsSince, DateTimeOffset incompleteSince)
    {
        List<Report> reports = [];
        _toRemember.Set(1, partsSince).Set(2, incompleteSince);
        while (_toRemember.Step()) reports.Add(Read(_toRemember));
        return reports;
    }

    /// <summary>Whether the sender's phone has used the reference for a newer text since: no part that comes now is this one's.</summary>
    public bool IsSuperseded(long row)
    {
        _superseded.Set(1, row).Step();
        var superseded = _superseded.Bool(0);
        _superseded.Reset();
        return superseded;
    }

    public void Dispose()
    {
        _superseded.Dispose();
        _insert.Dispose();
        _release.Dispose();
        _sameText.Dispose();
        _fold.Dispose();
        _copies.Dispose();
        _partCame.Dispose();
        _taken.Dispose();
        _takenUpTo.Dispose();
        _overdue.Dispose();
        _setOverdue.Dispose();
        _confirm.Dispose();
        _byId.Dispose();
        _newest.Dispose();
        _toRemember.Dispose();
    }

    private static List<WatchedReport> Changed(Statement update)
    {
        List<WatchedReport> changed = [];
        while (update.Step()) changed.Add(new WatchedReport(update.Long(0), update.Text(1), update.Time(2), update.Bool(3)));
        return changed;
    }

    private static Report Read(Statement row) => new(
        row.Long(0), row.Text(1), row.Long(2), row.Text(3), row.Text(4), row.Time(5), row.Time(6),
        row.IsNull(7) ? null : (ReferenceKind)row.Int(7), (ushort)row.Int(8), row.Int(9), row.TimeOrNull(10), row.Bool(11),
            row.TextOrNull(12),
        row.Int(13), row.Int(14), row.TimeOrNull(15), row.TimeOrNull(16))
    {
        Test = row.Bool(17),
        WatchedFrom = row.Time(18),
        Registration = row.IsNull(19) ? null : row.Long(19),
        RepliesToActivation = row.Bool(20),
        TextKey = row.IsNull(21) ? null : row.Long(21),
    };
}
