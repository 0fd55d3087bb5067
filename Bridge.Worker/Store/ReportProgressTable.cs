using Bridge.Worker.Store.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>How far reports have come: taken, confirmed, overdue, and when their senders are to be looked after.</summary>
internal sealed class ReportProgressTable(StoreConnection connection)
{
    /// <summary>The stages of the five-minute clock, a bit for each: those that are behind a report.</summary>
    public const int AllStages = 7;

    private const string Unconfirmed = "confirmed_at IS NULL AND test = 0";

    /// <summary>What <see cref="ReadWatched"/> reads.</summary>
    private const string Watched = "row, operator, watched_from, test";

    // What an answer to report @up_to of a conversation is an answer to: it, what the centre was told of before it, and a resend of it that
    // came since. Texts that could not be read are all empty, and no resend of one another.
    private const string AnsweredTogether =
        """
        conversation = @conversation AND (event <= (SELECT event FROM reports WHERE row = @up_to)
            OR text_key = (SELECT text_key FROM reports WHERE row = @up_to AND text <> ''))
        """;

    private readonly Statement _take = connection.Prepare(
        $"UPDATE reports SET taken_at = @at, notice_due = NULL WHERE row = @row AND taken_at IS NULL RETURNING {Watched}");

    private readonly Statement _takeUpTo = connection.Prepare(
        $"UPDATE reports SET taken_at = @at, notice_due = NULL WHERE {AnsweredTogether} AND taken_at IS NULL RETURNING {Watched}");

    private readonly Statement _confirm = connection.Prepare(
        $"UPDATE reports SET confirmed_at = @at WHERE {AnsweredTogether} AND confirmed_at IS NULL RETURNING {Watched}");

    // In the index's order, which for each set of stages is that of age: to sort would be to look at all of a flood each time.
    private readonly Statement _overdue = connection.Prepare(
        $"""
        SELECT {ReportTable.Columns} FROM reports {QueryHints.ByWatch}
        WHERE confirmed_at IS NULL AND overdue < {AllStages} AND overdue IN (@stages0, @stages1, @stages2, @stages3)
            AND watched_from <= @before AND released_at IS NOT NULL
        LIMIT @at_most
        """);

    private readonly Statement _addStage = connection.Prepare("UPDATE reports SET overdue = overdue | @stage WHERE row = @row");
    private readonly Statement _setNoticeDue = connection.Prepare("UPDATE reports SET notice_due = @due WHERE row = @row");
    private readonly Statement _shiftWatches = connection.Prepare(
        $"UPDATE reports SET watched_from = watched_from + @shift WHERE {Unconfirmed}");

    private readonly Statement _boundWatches = connection.Prepare(
        $"UPDATE reports SET watched_from = @now WHERE {Unconfirmed} AND watched_from > @now");

    private readonly Statement _countUnconfirmed = connection.Prepare($"SELECT count(*) AS reports FROM reports WHERE {Unconfirmed}");
    private readonly Statement _oldestUnconfirmed = connection.Prepare(
        $"SELECT id, watched_from FROM reports WHERE {Unconfirmed} ORDER BY watched_from LIMIT 1");

    private readonly Statement _newestTest = connection.Prepare(
        "SELECT received_at FROM reports WHERE test = 1 AND operator = @operator AND event <= @sequence ORDER BY event DESC LIMIT 1");

    /// <returns>The report, unless it was taken before.</returns>
    public IReadOnlyList<WatchedReport> Take(long row, DateTimeOffset at) => _take.Set("@at", at).Set("@row", row).All(ReadWatched);

    /// <summary>The centre answers a report: it has taken what the answer is to (<see cref="Confirm"/>).</summary>
    /// <returns>Those that were not taken before.</returns>
    public IReadOnlyList<WatchedReport> TakeUpTo(long conversation, long upToRow, DateTimeOffset at) =>
        _takeUpTo.Set("@at", at).Set("@conversation", conversation).Set("@up_to", upToRow).All(ReadWatched);

    /// <summary>
    /// Confirms a report, the unconfirmed ones that the centre was told of before it, and a resend of it: a text that only repeats another
    /// has its answer with it. What came earlier but was told later, because its parts were waited for, nobody has confirmed yet.
    /// </summary>
    /// <returns>Those that were not confirmed before.</returns>
    public IReadOnlyList<WatchedReport> Confirm(long conversation, long upToRow, DateTimeOffset at) =>
        _confirm.Set("@at", at).Set("@conversation", conversation).Set("@up_to", upToRow).All(ReadWatched);

    /// <summary>
    /// Unconfirmed reports that the centre knows of, have exactly one of four sets of stages behind them, and came before a time.
    /// </summary>
    /// <param name="before">By the steady clock.</param>
    public IReadOnlyList<Report> Overdue(IReadOnlyList<int> stagesBehind, DateTimeOffset before, int atMost) =>
        _overdue.Set("@stages0", Stages(stagesBehind, 0)).Set("@stages1", Stages(stagesBehind, 1)).Set("@stages2", Stages(stagesBehind, 2))
            .Set("@stages3", Stages(stagesBehind, 3)).Set("@before", before).Set("@at_most", atMost).All(ReportTable.Read);

    /// <param name="stage">Its bit.</param>
    public void AddStage(long row, int stage) => _addStage.Set("@stage", stage).Set("@row", row).Run();

    /// <summary>When to look whether the report's sender must be told something.</summary>
    /// <param name="due">Null: never again.</param>
    public void SetNoticeDue(long row, DateTimeOffset? due) => _setNoticeDue.Set("@due", due).Set("@row", row).Run();

    /// <summary>Brings the times that unconfirmed reports are watched from onto another run's steady clock.</summary>
    public void ShiftWatches(TimeSpan shift) => _shiftWatches.Set("@shift", StoredTime.ToMicroseconds(shift)).Run();

    /// <summary>What would be watched only from later on is watched from now.</summary>
    public void BoundWatchesBy(DateTimeOffset now) => _boundWatches.Set("@now", now).Run();

    /// <summary>System tests are left out.</summary>
    public long CountUnconfirmed() => _countUnconfirmed.One(static row => row.Long("reports"));

    /// <summary>The longest waiting, system tests left out; null when none waits. Its time is the steady clock's.</summary>
    public (string Id, DateTimeOffset WatchedFrom)? OldestUnconfirmed() =>
        _oldestUnconfirmed.One(static row => ((string, DateTimeOffset)?)(row.Text("id"), row.Time("watched_from")));

    /// <summary>When the newest system test came that an operator sent and whose event is not past a sequence number.</summary>
    public DateTimeOffset? NewestTest(string operatorName, long sequence) =>
        _newestTest.Set("@operator", operatorName).Set("@sequence", sequence).One(static row => (DateTimeOffset?)row.Time("received_at"));

    /// <summary>-1, which no report has, where fewer than four are asked for.</summary>
    private static int Stages(IReadOnlyList<int> stagesBehind, int index) => index < stagesBehind.Count ? stagesBehind[index] : -1;

    private static WatchedReport ReadWatched(Row row) =>
        new(row.Long("row"), row.Text("operator"), row.Time("watched_from"), row.Bool("test"));
}
