using Bridge.Worker.Store;
using Bridge.Worker.Supervision;

namespace Bridge.Worker.Evidence;

/// <summary>
/// Says once an hour, and at start and end, how far the chain goes and its newest link. Whoever can write the store can make the whole
/// chain anew, but not what a journal on another machine has noted of it: `bridge evidence verify --anchor POSITION=LINK` compares.
/// </summary>
internal sealed partial class EvidenceAnchor(
    StoreWriter writer, Pulses pulses, TimeProvider time, ILogger<EvidenceAnchor> log)
    : PeriodicService("evidence anchor", TimeSpan.FromHours(1), pulses, time, log)
{
    protected override TimeSpan Promised => TimeSpan.FromHours(2);

    protected override bool StartsAtOnce => true;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TurnAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public override async Task TurnAsync(CancellationToken cancel)
    {
        var (position, link) = await writer.RunAsync(static transaction => transaction.Evidence.Head, cancel);
        Anchor(log, position, link);
    }

    [LoggerMessage(7001, LogLevel.Information, "Evidence: {Position}={Link}")]
    private static partial void Anchor(ILogger logger, long position, string link);
}
