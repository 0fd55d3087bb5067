using Bridge.Protocol.Centre;
using Bridge.Worker.Configuration;
using Bridge.Worker.Store;

namespace Bridge.Worker.Reports;

/// <summary>
/// The five-minute clock (the guide tells a sender without an answer after five minutes to take the text for failed): each stage of a
/// report's age, counted from its first part, is told once, also over a restart, because what is behind a report is in the store with it.
/// Ages are the steady clock's. A report is told of only once the centre knows of it: one whose parts are waited for past a stage is told
/// right after it is released. On the writer's thread.
/// </summary>
internal sealed class OverdueRule
{
    public const string NotTaken = "not-taken";
    public const string Warning = "warning";
    public const string Breach = "breach";

    /// <summary>Reports of one stage in one transaction: a flood's warnings must not hold its texts up.</summary>
    public const int AtMost = 200;

    public static readonly IReadOnlyList<string> Names = [NotTaken, Warning, Breach];

    private readonly IReadOnlyList<Stage> _stages;
    private readonly IReportMetrics _metrics;

    /// <summary>
    /// The stages go by their ages, whatever is configured; their bits go by their names, so that a changed configuration tells none again.
    /// </summary>
    public OverdueRule(BridgePlan plan, IReportMetrics metrics)
    {
        _metrics = metrics;
        (string Name, int Bit, TimeSpan Age)[] stages =
            [(NotTaken, 1, plan.WarnAfter), (Warning, 2, plan.ConfirmationDeadline / 2), (Breach, 4, plan.ConfirmationDeadline)];
        List<Stage> inOrder = [];
        var before = 0;
        foreach (var (name, bit, age) in stages.OrderBy(stage => stage.Age))
        {
            inOrder.Add(
                new Stage(
                    name,
                    bit,
                    age,
                    [.. Enumerable.Range(0, ReportProgressTable.AllStages).Where(behind => (behind & bit) == 0 && (behind & before) == before)]));
            before |= bit;
        }

        _stages = inOrder;
    }

    /// <param name="Behind">What may be behind a report for which this stage is the next: all that come before it, and not this
    /// one.</param>
    private sealed record Stage(string Name, int Bit, TimeSpan Age, IReadOnlyList<int> Behind);

    /// <summary>Tells what has become due.</summary>
    /// <returns>True: there may be more.</returns>
    public bool Tell(StoreTransaction transaction)
    {
        var more = false;
        foreach (var stage in _stages)
        {
            var due = transaction.ReportProgress.Overdue(stage.Behind, transaction.SteadyNow - stage.Age, AtMost);
            foreach (var report in due)
            {
                Tell(transaction, report, stage);
            }

            more |= due.Count == AtMost;
        }

        return more;
    }

    private void Tell(StoreTransaction transaction, Report report, Stage stage)
    {
        transaction.ReportProgress.AddStage(report.Row, stage.Bit);
        if (stage.Name == NotTaken && report.TakenAt is not null) return;
        var age = (long)(transaction.SteadyNow - report.WatchedFrom).TotalSeconds;
        transaction.Events.Append(
            new ReportOverdue(report.Id, stage.Name, age), transaction.Now, report.Operator,
            transaction.Conversations.ByRow(report.Conversation)?.Id);
        transaction.AfterCommit(() => _metrics.Overdue(report.Operator, stage.Name));
    }
}
