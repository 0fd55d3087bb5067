using Bridge.Worker.Store;

namespace Bridge.Worker.Evidence;

/// <summary>
/// Says once an hour, and at start and end, how far the chain goes and its newest link. Whoever can write the store can make the whole
/// chain anew, but not what a journal on another machine has noted of it: `bridge evidence verify --anchor POSITION=LINK` compares.
/// </summary>
internal sealed partial class EvidenceAnchor(StoreWriter writer, TimeProvider time, ILogger<EvidenceAnchor> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await SayAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            do await SayAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The last one is said by StopAsync.
        }
    }

    private async Task SayAsync(CancellationToken cancel)
    {
        try
        {
            var (position, link) = await writer.RunAsync(static transaction => transaction.Evidence.Head, cancel);
            Anchor(log, position, link);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // A store that does not answer says so itself; the next hour tries again.
        }
    }

    [LoggerMessage(7001, LogLevel.Information, "Evidence: {Position}={Link}")]
    private static partial void Anchor(ILogger logger, long position, string link);
}
