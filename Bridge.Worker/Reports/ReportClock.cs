using Bridge.Worker.Store;
using Bridge.Worker.Supervision;

namespace Bridge.Worker.Reports;

/// <summary>
/// Wakes the intake when a long text has waited long enough or held-back repeats are due, also when nothing else comes in.
/// </summary>
internal sealed class ReportClock(StoreWriter writer, Intaker intaker, IntakeMemory memory, Pulses pulses, TimeProvider time)
    : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var pulse = pulses.Register("report clock", Promised);
        using var timer = new PeriodicTimer(Tick, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                pulse.Beat();
                if (memory.IsDue) await SettleAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is not due yet is in the store and goes on at the next start.
        }
    }

    private async Task SettleAsync(CancellationToken cancel)
    {
        try
        {
            foreach (var released in await writer.RunAsync(intaker.Settle, cancel)) intaker.CountReleased(released);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // The writer has logged it and its memory is loaded anew: what was due still is, and the next tick tries again.
        }
    }
}
