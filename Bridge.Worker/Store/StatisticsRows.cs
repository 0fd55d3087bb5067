using Bridge.Worker.Store.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>What the store keeps of a report for good: times, counts and the language, but nothing of a person.</summary>
/// <param name="Incomplete">Released with parts missing, and never completed.</param>
/// <param name="Language">Null for those of before it was kept.</param>
internal sealed record ReportFigures(
    string Operator, DateTimeOffset ReceivedAt, DateTimeOffset? TakenAt, DateTimeOffset? ConfirmedAt, int Copies, bool IsResend,
    bool Incomplete, string? Language, bool Test);

/// <param name="Outcome">Null: still under way.</param>
internal sealed record ReplyFigures(string Operator, ReplyOutcome? Outcome);

/// <summary>The rows that a month's figures are counted from, one after another: there may be very many.</summary>
internal sealed class StatisticsRows(StoreConnection connection)
{
    private readonly Statement _reports = connection.Prepare(
        """
        SELECT operator, received_at, taken_at, confirmed_at, copies, resend_of IS NOT NULL AS is_resend,
            released_at IS NOT NULL AND complete = 0 AS incomplete, language, test
        FROM reports WHERE received_at >= @from AND received_at < @to AND (released_at IS NOT NULL OR complete = 0)
        """);

    private readonly Statement _replies = connection.Prepare(
        """
        SELECT operator, CASE WHEN ended_at IS NULL THEN NULL ELSE outcome END AS outcome
        FROM replies WHERE created_at >= @from AND created_at < @to
        """);

    /// <summary>Those that came in a span of time.</summary>
    public IEnumerable<ReportFigures> Reports(DateTimeOffset from, DateTimeOffset to) =>
        _reports.Set("@from", from).Set("@to", to).Each(ReadReport);

    /// <summary>Those that were queued in a span of time.</summary>
    public IEnumerable<ReplyFigures> Replies(DateTimeOffset from, DateTimeOffset to) =>
        _replies.Set("@from", from).Set("@to", to).Each(ReadReply);

    private static ReportFigures ReadReport(Row row) => new(
        row.Text("operator"), row.Time("received_at"), row.TimeOrNull("taken_at"), row.TimeOrNull("confirmed_at"), row.Int("copies"),
        row.Bool("is_resend"), row.Bool("incomplete"), row.TextOrNull("language"), row.Bool("test"));

    private static ReplyFigures ReadReply(Row row) => new(
        row.Text("operator"), row.TextOrNull("outcome") is { } outcome ? StoredNames.ReplyOutcomes.Value(outcome) : null);
}
