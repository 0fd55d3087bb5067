using Bridge.Worker.Configuration;
using Bridge.Worker.Store;
using Bridge.Worker.Supervision;

namespace Bridge.Worker.Reports;

/// <summary>
/// Looks every five seconds whether the heartbeats of each operator come through, and logs once when they stop and once when they are back.
/// </summary>
internal sealed partial class PathWatch(
    BridgePlan plan, IServiceState state, Pulses pulses, TimeProvider time, ILogger<PathWatch> log)
    : PeriodicService("path watch", TimeSpan.FromSeconds(5), pulses, time, log), IPathWatch
{
    private readonly PathRule _rule = new(plan, time);
    private volatile IReadOnlyList<(string Operator, string Leg, TimeSpan Silence)> _silent = [];

    public IReadOnlyList<(string Operator, string Leg, TimeSpan Silence)> SilentPaths => _silent;

    protected override bool IsNeeded => plan.Operators.Any(op => op.Heartbeat is not null);

    public override Task TurnAsync(CancellationToken cancel)
    {
        Look();
        return Task.CompletedTask;
    }

    private void Look()
    {
        if (state.TryRead() is not { } service) return;
        foreach (var (path, silent) in _rule.Update(service.Paths))
        {
            var interval = plan.Operator(path.Operator)!.Heartbeat!.Value;
            if (silent) Silent(log, path.Operator, path.Leg, PathRule.SilentAfterIntervals * interval.TotalSeconds);
            else Proved(log, path.Operator, path.Leg);
        }

        _silent = _rule.SilentPaths();
    }

    [LoggerMessage(2010, LogLevel.Error,
        "{Operator}: no test text has come through for {Seconds} s (leg {Leg}); nobody may be able to reach 992 there")]
    private static partial void Silent(ILogger logger, string @operator, string leg, double seconds);

    [LoggerMessage(2011, LogLevel.Information, "{Operator}: test texts come through again (leg {Leg})")]
    private static partial void Proved(ILogger logger, string @operator, string leg);
}
