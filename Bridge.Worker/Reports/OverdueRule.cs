using Bridge.Protocol.Centre;
using Bridge.Worker.Configuration;
using Bridge.Worker.Store;

namespace Bridge.Worker.Reports;

/// <summary>
/// The five-minute clock (the guide tells a sender without an answer after five minutes to take the text for failed): each stage of a report's age is
/// told once, also over a restart, because what is behind a report is in the store with it. On the writer's thread.
/// </summary>
internal sealed class OverdueRule
{
    public const string NotTaken = "not-taken";

    /// <summary>Reports of one stage in one transaction: a flood's warnings must not hold its texts up.</summary>
    public const int AtMost = 200;

    public OverdueRule(BridgePlan plan) => Stages =
    [
        .. new (string Name, TimeSpan Age)[] { (NotTaken, plan.WarnAfter), ("warning", plan.ConfirmationDeadline / 2), ("breach", plan.ConfirmationDeadline) }
            .OrderBy(stage => stage.Age),
    ];

    /// <summary>In the order of their ages, as configured.</summary>
    public IReadOnlyList<(string Name, TimeSpan Age)> Stages { get; }

    /// <summary>Tells what has become due. True when there may be more.</summary>
    public bool Tell(StoreTransaction transaction)
    {
        var more = false;

        // From the last stage to the first, so that a report moves by one stage in a turn and none is told twice in it.
        for (var behind = Stages.Count - 1; behind >= 0; behind--)
        {
            var (name, age) = Stages[behind];
            var due = transaction.Reports.Overdue(behind, transaction.Now - age, AtMost);
            foreach (var report in due) Tell(transaction, report, name, behind + 1);
            more |= due.Count == AtMost;
        }

        return more;
    }

    private static void Tell(StoreTransaction transaction, Report report, string stage, int behind)
    {
        transaction.Reports.SetOverdue(report.Row, behind);
        if (stage == NotTaken && report.TakenAt is not null) return;
        var age = (long)(transaction.Now - report.ReceivedAt).TotalSeconds;
        transaction.Events.Append(
            new ReportOverdue(report.Id, stage, age), transaction.Now, report.Operator, transaction.Conversations.ByRow(report.Conversation)?.Id);
    }
}
