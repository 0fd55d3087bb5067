using Bridge.Protocol.Text;
using Microsoft.Data.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>One text from a person, whole or still being put together.</summary>
internal sealed record Report(
    long Row, string Id, long Conversation, string Operator, string Link, DateTimeOffset ReceivedAt, DateTimeOffset LastPartAt,
    ReferenceKind? ReferenceKind, ushort Reference, int Total, DateTimeOffset? ReleasedAt, bool Complete, string? ResendOf, int Copies, int CopiesTold,
    DateTimeOffset? TakenAt, DateTimeOffset? ConfirmedAt)
{
    /// <summary>What the same text is found by; null until it is released.</summary>
    public long? TextKey { get; init; }

    public override string ToString() => Id;
}

internal sealed class ReportTable(SqliteConnection connection) : IDisposable
{
    /// <summary>Every stage of the five-minute clock is behind it.</summary>
    public const int Unwatched = 3;

    private const string Columns =
        """
        row, id, conversation, operator, link, received_at, last_part_at, reference_kind, reference, total, released_at, complete, resend_of, copies,
        copies_told, taken_at, confirmed_at, text_key
        """;

    private readonly Statement _insert = new(
        connection,
        """
        INSERT INTO reports (id, conversation, operator, link, received_at, last_part_at, text_key, reference_kind, reference, total, released_at, complete,
                             resend_of, copies, copies_told, overdue, text)
        VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 1, 1, ?14, ?13) RETURNING row
        """);

    private readonly Statement _release = new(
        connection, "UPDATE reports SET released_at = coalesce(released_at, ?2), complete = ?3, text_key = ?4, resend_of = ?5, text = ?6, last_part_at = ?7 WHERE row = ?1");

    private readonly Statement _sameText = new(connection, "SELECT id FROM reports WHERE text_key = ?2 AND row <> ?3 AND (conversation = ?1 OR received_at >= ?4) ORDER BY row DESC LIMIT 1");
    private readonly Statement _delete = new(connection, "DELETE FROM reports WHERE row = ? AND released_at IS NULL");
    private readonly Statement _copies = new(connection, "UPDATE reports SET copies = ?2, copies_told = ?3 WHERE row = ?1");
    private readonly Statement _partCame = new(connection, "UPDATE reports SET last_part_at = ?2 WHERE row = ?1");
    private readonly Statement _taken = new(connection, "UPDATE reports SET taken_at = ?2 WHERE row = ?1 AND taken_at IS NULL");
    private readonly Statement _takenUpTo = new(
        connection, "UPDATE reports SET taken_at = ?3 WHERE conversation = ?1 AND row <= ?2 AND taken_at IS NULL");

    private readonly Statement _overdue = new(
        connection,
        $"SELECT {Columns} FROM reports WHERE confirmed_at IS NULL AND overdue < 3 AND overdue = ?1 AND received_at <= ?2 ORDER BY received_at LIMIT ?3");

    private readonly Statement _setOverdue = new(connection, "UPDATE reports SET overdue = ?2 WHERE row = ?1");
    private readonly Statement _confirm = new(
        connection,
        "UPDATE reports SET confirmed_at = ?3 WHERE conversation = ?1 AND row <= ?2 AND confirmed_at IS NULL AND released_at IS NOT NULL RETURNING received_at, operator");

    private readonly Statement _byId = new(connection, $"SELECT {Columns} FROM reports WHERE id = ?");
    private readonly Statement _newest = new(connection, "SELECT max(row) FROM reports WHERE conversation = ?");
    private readonly Statement _toRemember = new(
        connection, $"SELECT {Columns} FROM reports WHERE last_part_at >= ?1 OR (complete = 0 AND received_at >= ?2) OR copies <> copies_told ORDER BY row");

    /// <summary>A report that is released as it is written (<paramref name="report"/>'s ReleasedAt) or still waits for its parts. Row is ignored; the new one is returned.</summary>
    /// <param name="overdue">Stages of the five-minute clock that are behind it: 0, or <see cref="Unwatched"/> for what no clock watches.</param>
    public long Insert(Report report, long? textKey, string? text, int overdue)
    {
        _insert.Set(1, report.Id).Set(2, report.Conversation).Set(3, report.Operator).Set(4, report.Link).Set(5, report.ReceivedAt).Set(6, textKey)
            .Set(7, (long?)report.ReferenceKind).Set(8, (long)report.Reference).Set(9, report.Total).Set(10, report.ReleasedAt).Set(11, report.Complete)
            .Set(12, report.ResendOf).Set(13, text).Set(14, (long)overdue);
        _insert.Step();
        var row = _insert.Long(0);
        _insert.Reset();
        return row;
    }

    public void Release(long row, DateTimeOffset at, bool complete, long textKey, string? resendOf, string text, DateTimeOffset lastPartAt) =>
        _release.Set(1, row).Set(2, at).Set(3, complete).Set(4, textKey).Set(5, resendOf).Set(6, text).Set(7, lastPartAt).Run();

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

    /// <summary>It turned out to be a copy of another, before anybody heard of it. Its parts have to be gone.</summary>
    public void Delete(long row) => _delete.Set(1, row).Run();

    public void SetCopies(long row, int copies, int told) => _copies.Set(1, row).Set(2, copies).Set(3, told).Run();

    public void PartCame(long row, DateTimeOffset at) => _partCame.Set(1, row).Set(2, at).Run();

    /// <summary>Unconfirmed reports that have <paramref name="stagesBehind"/> stages behind them and came before a time, the oldest first.</summary>
    public IReadOnlyList<Report> Overdue(int stagesBehind, DateTimeOffset before, int atMost)
    {
        List<Report> reports = [];
        _overdue.Set(1, (long)stagesBehind).Set(2, before).Set(3, (long)atMost);
        while (_overdue.Step()) reports.Add(Read(_overdue));
        return reports;
    }

    public void SetOverdue(long row, int stagesBehind) => _setOverdue.Set(1, row).Set(2, (long)stagesBehind).Run();

    public void Taken(long row, DateTimeOffset at) => _taken.Set(1, row).Set(2, at).Run();

    public void TakenUpTo(long conversation, long upToRow, DateTimeOffset at) => _takenUpTo.Set(1, conversation).Set(2, upToRow).Set(3, at).Run();

    /// <summary>Confirms the conversation's unconfirmed reports up to a row, and returns when each was received and where.</summary>
    public IReadOnlyList<(DateTimeOffset ReceivedAt, string Operator)> Confirm(long conversation, long upToRow, DateTimeOffset at)
    {
        List<(DateTimeOffset, string)> confirmed = [];
        _confirm.Set(1, conversation).Set(2, upToRow).Set(3, at);
        while (_confirm.Step()) confirmed.Add((_confirm.Time(0), _confirm.Text(1)));
        return confirmed;
    }

    public Report? ById(string id)
    {
        _byId.Set(1, id);
        if (!_byId.Step()) return null;
        var report = Read(_byId);
        _byId.Reset();
        return report;
    }

    /// <summary>The conversation's newest report, 0 when it has none.</summary>
    public long NewestRow(long conversation)
    {
        _newest.Set(1, conversation).Step();
        var row = _newest.Long(0);
        _newest.Reset();
        return row;
    }

    /// <summary>What dedupe and assembly must know after a restart: texts of the window, texts not yet whole, repeats not yet told.</summary>
    public IReadOnlyList<Report> ToRemember(DateTimeOffset partsSince, DateTimeOffset incompleteSince)
    {
        List<Report> reports = [];
        _toRemember.Set(1, partsSince).Set(2, incompleteSince);
        while (_toRemember.Step()) reports.Add(Read(_toRemember));
        return reports;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _release.Dispose();
        _sameText.Dispose();
        _delete.Dispose();
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

    private static Report Read(Statement row) => new(
        row.Long(0), row.Text(1), row.Long(2), row.Text(3), row.Text(4), row.Time(5), row.Time(6),
        row.IsNull(7) ? null : (ReferenceKind)row.Int(7), (ushort)row.Int(8), row.Int(9), row.TimeOrNull(10), row.Bool(11), row.TextOrNull(12),
        row.Int(13), row.Int(14), row.TimeOrNull(15), row.TimeOrNull(16))
    {
        TextKey = row.IsNull(17) ? null : row.Long(17),
    };
}
