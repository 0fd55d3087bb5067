using Bridge.Worker.Supervision;

namespace Bridge.Worker.Store;

/// <summary>
/// Asks the writer for a turn every few seconds: a writer that does not turn within the promise (a sync that hangs) stops the watchdog. A
/// writer that turns and is refused by the disk is alive: a restart would not cure it, and it says so by itself. The turn writes something,
/// so that bridge_store_up is right also when no text comes.
/// </summary>
internal sealed class StorePulse(StoreWriter writer, Pulses pulses, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var pulse = pulses.Register("store writer", Promised);
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await ((Task)writer.RunAsync(Write, stoppingToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                stoppingToken.ThrowIfCancellationRequested();
                pulse.Beat();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The daemon stops: nobody feeds the watchdog any more.
        }
    }

    private static bool Write(StoreTransaction transaction)
    {
        transaction.Events.Advance("pulse", transaction.Now.ToUnixTimeSeconds());
        return true;
    }
}
