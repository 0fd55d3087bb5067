using Bridge.Worker.Store;
using Bridge.Worker.Supervision;

namespace Bridge.Worker.Notices;

/// <summary>
/// Looks once a second whether a sender is to be told that nobody has taken the report. Asks no bus: it fires most of all when there is
/// none.
/// </summary>
internal sealed class NoticeClock(StoreWriter writer, SenderNotices notices, Pulses pulses, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var pulse = pulses.Register("notice clock", Promised);
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
            // Who is due is in the store.
        }
    }

    private async Task<bool> TellAsync(CancellationToken cancel)
    {
        try
        {
            return await writer.RunAsync(notices.Tell, cancel);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // The writer has logged it; who is due still is at the next turn.
            return false;
        }
    }
}
