using Bridge.Worker.Store;
using Bridge.Worker.Store.Sqlite;

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
    public static Spread FromSeconds(List<double> seconds)
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
    public static IReadOnlyList<OperatorMonth> ForMonth(StoreConnection connection, int year, int month, TimeSpan deadline)
    {
        var from = new DateTimeOffset(year, month, 1, 0, 0, 0, HongKong);
        var to = from.AddMonths(1);
        var tallies = new SortedDictionary<string, Tally>(StringComparer.Ordinal);
        Tally TallyOf(string name) => tallies.TryGetValue(name, out var tally) ? tally : tallies[name] = new Tally(deadline);

        var rows = new StatisticsRows(connection);
        foreach (var report in rows.Reports(from, to)) TallyOf(report.Operator).Add(report);
        foreach (var reply in rows.Replies(from, to)) TallyOf(reply.Operator).Add(reply);
        return [.. tallies.Select(tally => tally.Value.Month(tally.Key))];
    }

    private sealed class Tally(TimeSpan deadline)
    {
        private readonly List<double> _taken = [];
        private readonly List<double> _confirmed = [];
        private readonly SortedDictionary<string, int> _languages = new(StringComparer.Ordinal);
        private readonly Dictionary<ReplyOutcome, int> _outcomes = [];
        private int _reports;
        private int _repeats;
        private int _resends;
        private int _incomplete;
        private int _tests;
        private int _inTime;
        private int _sent;
        private int _open;

        public void Add(ReportFigures report)
        {
            if (report.Test)
            {
                _tests++;
                return;
            }

            _reports++;
            _repeats += report.Copies - 1;
            if (report.IsResend) _resends++;
            if (report.Incomplete) _incomplete++;
            var language = report.Language ?? "unknown";
            _languages[language] = _languages.GetValueOrDefault(language) + 1;
            if (report.TakenAt - report.ReceivedAt is { } untilTaken) _taken.Add(untilTaken.TotalSeconds);
            if (report.ConfirmedAt - report.ReceivedAt is not { } untilConfirmed) return;
            _confirmed.Add(untilConfirmed.TotalSeconds);
            if (untilConfirmed <= deadline) _inTime++;
        }

        public void Add(ReplyFigures reply)
        {
            _sent++;
            if (reply.Outcome is { } outcome) _outcomes[outcome] = Count(outcome) + 1;
            else _open++;
        }

        public OperatorMonth Month(string name) => new(
            name, _reports, _repeats, _resends, _incomplete, _tests, _languages, _inTime, _confirmed.Count - _inTime,
            _reports - _confirmed.Count,
            Spread.FromSeconds(_taken), Spread.FromSeconds(_confirmed),
            new RepliesOfMonth(
                _sent, Count(ReplyOutcome.Delivered), Count(ReplyOutcome.Accepted), Count(ReplyOutcome.Failed),
                Count(ReplyOutcome.Expired), _open));

        private int Count(ReplyOutcome outcome) => _outcomes.GetValueOrDefault(outcome);
    }
}
