using Bridge.Worker.Centre;
using Bridge.Worker.Configuration;
using Bridge.Worker.Operators;
using Bridge.Worker.Store;
using Bridge.Worker.Supervision;

namespace Bridge.Worker.Outages;

/// <summary>
/// Looks once a second what is down and what is back. The last room to start and the first to stop: its first turn is the end of the time
/// in which the daemon did not run.
/// </summary>
internal sealed partial class OutageClock(
    BridgePlan plan, StoreWriter writer, OutageRule rule, IBusStatus bus, IOperatorLinks links, Pulses pulses, TimeProvider time,
        ILogger<OutageClock> log)
    : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <summary>A store that stands still is the store writer's pulse to tell of.</summary>
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var pulse = pulses.Register("outage clock", Promised);
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            do
            {
                pulse.Beat();
                await TurnAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is down is in the store, and so is the moment of this end.
        }
    }

    private async Task TurnAsync(CancellationToken cancel)
    {
        try
        {
            var now = Look();
            var ended = await writer.RunAsync(transaction => rule.Turn(transaction, now), cancel);
            rule.Committed();
            foreach (var outage in ended)
            {
                Ended(log, outage.Cause, outage.Operator ?? "", (outage.Until - outage.From).TotalSeconds,
                    outage.Unanswered.Count + outage.More);
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // The writer has logged it. No sign of life was left, and that is how the outage shows once the store takes one.
        }
    }

    private Condition Look()
    {
        var bound = links.Links.Where(link => link.Bound).Select(link => link.Operator).ToHashSet();
        return new Condition(!bus.Up, [.. plan.Operators.Select(op => op.Name).Where(name => !bound.Contains(name))]);
    }

    [LoggerMessage(6010, LogLevel.Warning,
        "An outage is over ({Cause} {Operator}), after {Seconds:F0} s; senders without a delivered confirmation: {Senders}")]
    private static partial void Ended(ILogger logger, string cause, string @operator, double seconds, int senders);
}

internal static class OutagesServices
{
    public static IServiceCollection AddOutages(this IServiceCollection services) => services
        .AddSingleton<OutageRule>()
        .AddHostedService<OutageClock>();
}
