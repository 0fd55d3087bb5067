using Bridge.Worker.Configuration;
using Bridge.Worker.Store;
using Bridge.Worker.Supervision;

namespace Bridge.Worker.Retention;

/// <summary>
/// Looks whether something has outlived Retention, erases it turn by turn, and has the store's log cut off so that the file really does not
/// hold it any more.
/// </summary>
internal sealed class RetentionClock(
    StoreWriter writer, RetentionRule rule, Checkpointer checkpointer, RetentionMetrics metrics, BridgePlan plan, Pulses pulses,
        TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Promised = TimeSpan.FromMinutes(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var pulse = pulses.Register("retention clock", Promised);
        using var timer = new PeriodicTimer(RetentionRule.Tick(plan.Retention), time);
        try
        {
            do
            {
                pulse.Beat();
                await EraseAsync(pulse, stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is due still is at the next start.
        }
    }

    private async Task EraseAsync(Pulse pulse, CancellationToken cancel)
    {
        try
        {
            var (total, more) = (0, true);
            while (more)
            {
                var (erased, oldest) = await writer.RunAsync(
                    transaction => (rule.Erase(transaction), transaction.Retention.Oldest()), cancel);
                metrics.Turned(erased, oldest);
                (total, more) = (total + erased.Total, erased.More);
                pulse.Beat();
            }

            if (total == 0) return;
            await writer.RunAsync(RetentionRule.Finish, cancel);
            checkpointer.CutOffErased();
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // The writer has logged it; the next tick tries again.
        }
    }
}
