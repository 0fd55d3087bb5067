using Bridge.Protocol.Centre;
using Bridge.Worker.Configuration;
using Bridge.Worker.Store;

namespace Bridge.Worker.Outages;

/// <summary>What is down at a moment.</summary>
/// <param name="OperatorsDown">The names of those without a bound link.</param>
internal sealed record ObservedState(bool BusDown, IReadOnlyList<string> OperatorsDown);

/// <summary>
/// Appends outage.ended once for each outage, when it is over, with everyone who waits. What is down is kept in the store, and removed in
/// the transaction of the event: a restart neither forgets an outage nor tells it twice. Each turn also leaves a sign of life in the store.
/// A gap between two of them is an outage of the store or, over a restart, of the daemon. On the writer's thread.
/// </summary>
internal sealed class OutageRule(BridgePlan plan)
{
    /// <summary>Senders in one event. Its `more` says how many others there are, and `bridge unanswered` lists them all.</summary>
    public const int MaxSenders = 200;

    /// <summary>Report ids of one sender in one event.</summary>
    public const int MaxReportsOfSender = 20;

    /// <summary>Whether the last sign of life in the store is of this run.</summary>
    private bool _signedInThisRun;

    /// <summary>Takes in what is down now, and leaves a sign of life.</summary>
    /// <returns>What ended, for the log once it is committed.</returns>
    public IReadOnlyList<OutageEnded> Update(StoreTransaction transaction, ObservedState observed)
    {
        List<OutageEnded> ended = [];
        LeaveSignOfLife(transaction, ended);
        var down = FindDown(observed);
        var open = transaction.Outages.All();
        foreach (var outage in open.Where(outage => !down.Contains((outage.Cause, outage.Operator))))
        {
            transaction.Outages.Close(outage);
            if (outage.Cause != OutageCause.Operator || plan.Operator(outage.Operator) is not null) End(transaction, outage, ended);
        }

        foreach (var (cause, operatorName) in down) transaction.Outages.Open(new OpenOutage(cause, operatorName, transaction.SteadyNow));
        return ended;
    }

    private static HashSet<(string Cause, string Operator)> FindDown(ObservedState observed)
    {
        HashSet<(string, string)> down = [.. observed.OperatorsDown.Select(name => (OutageCause.Operator, name))];
        if (observed.BusDown) down.Add((OutageCause.Bus, ""));
        return down;
    }

    private void LeaveSignOfLife(StoreTransaction transaction, List<OutageEnded> ended)
    {
        if (transaction.Life.Last() is { } last)
        {
            // At the start the sign of the last run was moved onto the steady clock of this one.
            End(transaction, new OpenOutage(_signedInThisRun ? OutageCause.Store : OutageCause.Bridge, "", last.Steady), ended);
        }

        transaction.Life.Write(new SignOfLife(transaction.Now, transaction.SteadyNow));
        transaction.AfterCommit(() => _signedInThisRun = true);
    }

    /// <summary>Appends outage.ended, unless the outage was shorter than Outage:AtLeast.</summary>
    private void End(StoreTransaction transaction, OpenOutage outage, List<OutageEnded> ended)
    {
        var lasted = transaction.SteadyNow - outage.Since;
        if (lasted < plan.OutageAtLeast) return;

        // Whoever wrote shortly before it was still waiting when it began. An operator's outage concerns those who wrote through it.
        var waiting = transaction.Unanswered.WatchedSince(outage.Since - plan.ConfirmationDeadline)
            .Where(sender => outage.Operator.Length == 0 || sender.Operator == outage.Operator).ToList();
        var told = new OutageEnded(
            outage.Cause, outage.Operator.Length == 0 ? null : outage.Operator, transaction.Now - lasted, transaction.Now,
            [.. waiting.Take(MaxSenders).Select(ToUnansweredSender)], Math.Max(0, waiting.Count - MaxSenders));
        transaction.Events.Append(told, transaction.Now, told.Operator);
        ended.Add(told);
    }

    private static UnansweredSender ToUnansweredSender(Unanswered sender) =>
        new(sender.Msisdn, sender.Operator, sender.Since, sender.Reports.Count, [.. sender.Reports.Take(MaxReportsOfSender)]);
}
