using Bridge.Protocol.Centre;
using Bridge.Worker.Configuration;
using Bridge.Worker.Store;

namespace Bridge.Worker.Reports;

/// <summary>
/// The five minutes (the guide: whoever has no answer after five minutes takes the text for failed). A report's age is counted from its
/// first part, by the steady clock. Each stage of it is told once, also over a restart: the store keeps with a report which stages were
/// told. A report that is not released yet is told of right after its release, for the centre must know the report first. On the writer's
/// thread.
/// </summary>
internal sealed class OverdueRule
{
    public const string NotTaken = "not-taken";
    public const string Warning = "warning";
    public const string Breach = "breach";

    /// <summary>Reports of one stage in one transaction: the warnings of a flood must not hold up its texts.</summary>
    public const int MaxReportsAtOnce = 200;

    public static readonly IReadOnlyList<string> StageNames = [NotTaken, Warning, Breach];

    private readonly IReadOnlyList<Stage> _stages;
    private readonly IReportMetrics _metrics;

    /// <summary>
    /// The stages go in the order of their ages, which are configured. The bit of a stage goes with its name: after a change of the
    /// configuration no stage is told again.
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
            var told = Enumerable.Range(0, ReportProgressTable.AllStages).Where(set => (set & bit) == 0 && (set & before) == before);
            inOrder.Add(new Stage(name, bit, age, [.. told]));
            before |= bit;
        }

        _stages = inOrder;
    }

    /// <param name="ToldBefore">
    /// The sets of stages, as bits, that may have been told of a report for which this stage is the next: all earlier ones, and not this
    /// one.
    /// </param>
    private sealed record Stage(string Name, int Bit, TimeSpan Age, IReadOnlyList<int> ToldBefore);

    /// <summary>Appends report.overdue for what has become due.</summary>
    /// <returns>Whether there may be more.</returns>
    public bool TellDue(StoreTransaction transaction)
    {
        var more = false;
        foreach (var stage in _stages)
        {
            var due = transaction.ReportProgress.Overdue(stage.ToldBefore, transaction.SteadyNow - stage.Age, MaxReportsAtOnce);
            foreach (var report in due) Tell(transaction, report, stage);
            more |= due.Count == MaxReportsAtOnce;
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
