using Bridge.Protocol.Centre;
using Bridge.Worker.Configuration;
using Bridge.Worker.Store;

namespace Bridge.Worker.Outages;

/// <summary>What is down at a moment.</summary>
/// <param name="OperatorsDown">Those without a bound link.</param>
internal sealed record Condition(bool BusDown, IReadOnlyList<string> OperatorsDown);

/// <summary>
/// Tells each outage once, when it is over: outage.ended, with everyone who waits. What is down is in the store from the first look at it,
/// and goes with the event in one transaction, so that a restart neither forgets an outage nor tells it twice. That the store took nothing,
/// or the daemon did not run, shows in a sign of life that each turn leaves there: what is missing between two of them is the outage. On
/// the writer's thread.
/// </summary>
internal sealed class OutageRule(BridgePlan plan)
{
    /// <summary>Senders in one event; `more` says how many there are beyond, and `bridge unanswered` lists them all.</summary>
    public const int MostSenders = 200;

    /// <summary>Report ids of one sender.</summary>
    public const int MostReports = 20;

    /// <summary>Until this run has left a sign of life, the last one is another's.</summary>
    private bool _living;

    /// <returns>What ended, for the log once it is committed.</returns>
    public IReadOnlyList<OutageEnded> Turn(StoreTransaction transaction, Condition now)
    {
        List<OutageEnded> ended = [];
        Lived(transaction, ended);
        var down = Down(now);
        var open = transaction.Outages.All();
        foreach (var outage in open.Where(outage => !down.Contains((outage.Cause, outage.Operator))))
        {
            transaction.Outages.Close(outage);
            if (outage.Cause != OutageCause.Operator || plan.Operator(outage.Operator) is not null) End(transaction, outage, ended);
        }

        foreach (var (cause, operatorName) in down) transaction.Outages.Open(new OpenOutage(cause, operatorName, transaction.SteadyNow));
        return ended;
    }

    private static HashSet<(string Cause, string Operator)> Down(Condition now)
    {
        HashSet<(string, string)> down = [.. now.OperatorsDown.Select(name => (OutageCause.Operator, name))];
        if (now.BusDown) down.Add((OutageCause.Bus, ""));
        return down;
    }

    private void Lived(StoreTransaction transaction, List<OutageEnded> ended)
    {
        if (transaction.Life.Last() is { } last)
        {
            // After a start CarryOver has put the last run's sign onto this run's clock.
            End(transaction, new OpenOutage(_living ? OutageCause.Store : OutageCause.Bridge, "", last.Steady), ended);
        }

        transaction.Life.Write(new SignOfLife(transaction.Now, transaction.SteadyNow));
        transaction.AfterCommit(() => _living = true);
    }

    private void End(StoreTransaction transaction, OpenOutage outage, List<OutageEnded> ended)
    {
        var lasted = transaction.SteadyNow - outage.Since;
        if (lasted < plan.OutageAtLeast) return;

        // Whoever wrote shortly before was still waiting when it began. An operator's outage concerns those who wrote over it.
        var waiting = transaction.Unanswered.WatchedSince(outage.Since - plan.ConfirmationDeadline)
            .Where(sender => outage.Operator.Length == 0 || sender.Operator == outage.Operator).ToList();
        var told = new OutageEnded(
            outage.Cause, outage.Operator.Length == 0 ? null : outage.Operator, transaction.Now - lasted, transaction.Now,
            [.. waiting.Take(MostSenders).Select(Written)], Math.Max(0, waiting.Count - MostSenders));
        transaction.Events.Append(told, transaction.Now, told.Operator);
        ended.Add(told);
    }

    private static UnansweredSender Written(Unanswered sender) =>
        new(sender.Msisdn, sender.Operator, sender.Since, sender.Reports.Count, [.. sender.Reports.Take(MostReports)]);
}
