using Bridge.Worker.Centre;
using Bridge.Worker.Configuration;
using Bridge.Worker.Operators;
using Bridge.Worker.Store;
using Bridge.Worker.Supervision;

namespace Bridge.Worker.Outages;

/// <summary>
/// Looks once a second what is down and what is up again. It starts last and stops first: its first turn ends the time in which the daemon
/// did not run.
/// </summary>
internal sealed partial class OutageWatch(
    BridgePlan plan, StoreWriter writer, OutageRule rule, IBusStatus bus, IOperatorLinks links, Pulses pulses, TimeProvider time,
    ILogger<OutageWatch> log)
    : PeriodicService("outage watch", TimeSpan.FromSeconds(1), pulses, time, log)
{
    protected override bool StartsAtOnce => true;

    public override async Task TurnAsync(CancellationToken cancel)
    {
        var observed = Observe();
        var ended = await writer.RunAsync(transaction => rule.Update(transaction, observed), cancel);
        foreach (var outage in ended)
        {
            var senders = outage.Unanswered.Count + outage.More;
            Ended(log, outage.Cause, outage.Operator ?? "", (outage.Until - outage.From).TotalSeconds, senders);
        }
    }

    private ObservedState Observe()
    {
        var bound = links.Links.Where(link => link.Bound).Select(link => link.Operator).ToHashSet();
        return new ObservedState(!bus.Up, [.. plan.Operators.Select(op => op.Name).Where(name => !bound.Contains(name))]);
    }

    [LoggerMessage(6010, LogLevel.Warning,
        "An outage is over ({Cause} {Operator}), after {Seconds:F0} s; senders without a delivered confirmation: {Senders}")]
    private static partial void Ended(ILogger logger, string cause, string @operator, double seconds, int senders);
}
