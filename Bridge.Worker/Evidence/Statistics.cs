using Bridge.Worker.Store;
using Microsoft.Data.Sqlite;

namespace Bridge.Worker.Evidence;

/// <summary>One operator's month. System tests are in <see cref="Tests"/> alone.</summary>
/// <param name="Repeats">Copies that the operator delivered again within the window.</param>
/// <param name="Resends">Reports with the text of an earlier one of their conversation.</param>
/// <param name="Incomplete">Released with parts missing, and never completed.</param>
/// <param name="ByLanguage">zh-Hant, zh-Hans, zh, en, und; unknown for those of before it was kept.</param>
/// <param name="InTime">Confirmed by the deadline.</param>
/// <param name="Never">Not confirmed so far.</param>
internal sealed record OperatorMonth(
    string Operator, int Reports, int Repeats, int Resends, int Incomplete, int Tests, IReadOnlyDictionary<string, int> ByLanguage,
    int InTime, int Late, int Never, Spread ToTaken, Spread ToConfirmed, RepliesOfMonth Replies);

/// <summary>Seconds by nearest rank; null without any.</summary>
internal sealed record Spread(int Count, double? Median, double? P95)
{
    public static Spread Of(List<double> seconds)
    {
        seconds.Sort();
        return new Spread(seconds.Count, Rank(seconds, 0.5), Rank(seconds, 0.95));
    }

    private static double? Rank(List<double> sorted, double share) =>
        sorted.Count == 0 ? null : Math.Round(sorted[(int)Math.Ceiling(share * sorted.Count) - 1], 3);
}

/// <param name="Accepted">Taken by an operator that gives no receipts: nobody will know more of them.</param>
/// <param name="Open">Still under way.</param>
internal sealed record RepliesOfMonth(int Sent, int Delivered, int Accepted, int Failed, int Expired, int Open);

/// <summary>
/// A month's figures from what the store keeps of every report for good: times, counts and the language, but nothing of a person. So they
/// come out the same after the texts were erased. A month is Hong Kong's; a report belongs to that of its first part, a reply to that of
/// its command.
/// </summary>
internal static class Statistics
{
    private static readonly TimeSpan HongKong = TimeSpan.FromHours(8);

    /// <returns>Each operator with anything in that month, by name.</returns>
    public static IReadOnlyList<OperatorMonth> Of(SqliteConnection connection, int year, int month, TimeSpan deadline)
    {
        var from = new DateTimeOffset(year, month, 1, 0, 0, 0, HongKong);
        var to = from.AddMonths(1);
        var tallies = new SortedDictionary<string, Tally>(StringComparer.Ordinal);
        Tally For(string name) => tallies.TryGetValue(name, out var tally) ? tally : tallies[name] = new Tally(deadline);

        using (var reports = new Statement(
            connection,
            """
            SELECT operator, received_at, taken_at, confirmed_at, copies, resend_of IS NOT NULL, released_at IS NOT NULL AND complete = 0, language, test
            FROM reports WHERE received_at >= ?1 AND received_at < ?2 AND (released_at IS NOT NULL OR complete = 0)
            """))
        {
            reports.Set(1, from).Set(2, to);
            while (reports.Step()) For(reports.Text(0)).Report(reports);
        }

        using (var replies = new Statement(
            connection, "SELECT operator, CASE WHEN ended_at IS NULL THEN NULL ELSE outcome END FROM replies WHERE created_at >= ?1 AND created_at < ?2"))
        {
            replies.Set(1, from).Set(2, to);
            while (replies.Step()) For(replies.Text(0)).Reply(replies.TextOrNull(1));
        }

        return [.. tallies.Select(tally => tally.Value.Month(tally.Key))];
    }

    private sealed class Tally(TimeSpan deadline)
    {
        private readonly List<double> _taken = [];
        private readonly List<double> _confirmed = [];
        private readonly SortedDictionary<string, int> _languages = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int> _outcomes = new(StringComparer.Ordinal);
        private int _reports;
        private int _repeats;
        private int _resends;
        private int _incomplete;
        private int _tests;
        private int _inTime;
        private int _sent;

        public void Report(Statement row)
        {
            if (row.Bool(8))
            {
                _tests++;
                return;
            }

            _reports++;
            _repeats += row.Int(4) - 1;
            if (row.Bool(5)) _resends++;
            if (row.Bool(6)) _incomplete++;
            var language = row.TextOrNull(7) ?? "unknown";
            _languages[language] = _languages.GetValueOrDefault(language) + 1;
            var received = row.Time(1);
            if (row.TimeOrNull(2) is { } taken) _taken.Add((taken - received).TotalSeconds);
            if (row.TimeOrNull(3) is not { } confirmed) return;
            _confirmed.Add((confirmed - received).TotalSeconds);
            if (confirmed - received <= deadline) _inTime++;
        }

        public void Reply(string? outcome)
        {
            _sent++;
            _outcomes[outcome ?? ""] = _outcomes.GetValueOrDefault(outcome ?? "") + 1;
        }

        public OperatorMonth Month(string name) => new(
            name, _reports, _repeats, _resends, _incomplete, _tests, _languages, _inTime, _confirmed.Count - _inTime,
                _reports - _confirmed.Count,
            Spread.Of(_taken), Spread.Of(_confirmed),
            new RepliesOfMonth(_sent, Of("delivered"), Of("accepted"), Of("failed"), Of("expired"), Of("")));

        private int Of(string outcome) => _outcomes.GetValueOrDefault(outcome);
    }
}
