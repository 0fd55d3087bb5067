using Bridge.Worker.Store;
using Bridge.Worker.Supervision;

namespace Bridge.Worker.Reports;

/// <summary>Looks once a second whether a report has waited too long for the centre, and keeps on while there is more to tell.</summary>
internal sealed class OverdueClock(StoreWriter writer, OverdueRule rule, IRoomMetrics metrics, Pulses pulses, TimeProvider time)
    : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var pulse = pulses.Register("overdue clock", Promised);
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                pulse.Beat();
                while (await TellAsync(stoppingToken)) pulse.Beat();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // How far each report has come is in the store.
        }
    }

    private async Task<bool> TellAsync(CancellationToken cancel)
    {
        try
        {
            var news = await writer.RunAsync(rule.Tell, cancel);
            foreach (var (operatorName, stage) in news.Told) metrics.Overdue(operatorName, stage);
            return news.More;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // The writer has logged it; what is due still is at the next turn.
            return false;
        }
    }
}
