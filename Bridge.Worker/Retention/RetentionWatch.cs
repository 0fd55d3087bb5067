using Bridge.Worker.Configuration;
using Bridge.Worker.Store;
using Bridge.Worker.Store.Sqlite;
using Bridge.Worker.Supervision;

namespace Bridge.Worker.Retention;

/// <summary>
/// Looks for what has outlived Retention, erases it turn by turn, and then has the store's log cut off: only after that the files do not
/// hold it any more.
/// </summary>
internal sealed class RetentionWatch(
    StoreWriter writer, RetentionRule rule, Checkpointer checkpointer, IRetentionMetrics metrics, BridgePlan plan, Pulses pulses,
    TimeProvider time, ILogger<RetentionWatch> log)
    : PeriodicService("retention watch", RetentionRule.Interval(plan.Retention), pulses, time, log)
{
    protected override TimeSpan Promised => TimeSpan.FromMinutes(3);

    protected override bool StartsAtOnce => true;

    public override async Task TurnAsync(CancellationToken cancel)
    {
        var (total, more) = (0, true);
        while (more)
        {
            var (erased, oldest) = await writer.RunAsync(
                transaction => (rule.Erase(transaction), transaction.Retention.Oldest()), cancel);
            metrics.Erased(erased, oldest);
            (total, more) = (total + erased.Total, erased.More);
            Beat();
        }

        if (total == 0) return;
        await writer.RunAsync(RetentionRule.Finish, cancel);
        checkpointer.CutOffErased();
    }
}
