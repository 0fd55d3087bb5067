using Bridge.Protocol.Smpp;
using Bridge.Worker.Configuration;

namespace Bridge.Worker.Operators;

/// <summary>How long to wait before the next try. Pure: the jitter is an argument, random from 0 to 1.</summary>
internal static class ReconnectDelay
{
    /// <summary>
    /// The longest wait while the operator says that we are bound already. Its keep-alive will end our last session within a minute or so.
    /// </summary>
    private static readonly TimeSpan MaxAlreadyBound = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Anything from 0 to a ceiling that doubles from Min to Max (full jitter): after an outage all the operator's customers come back at
    /// once, and those that spread out best are served first.
    /// </summary>
    /// <param name="failures">In a row, from 1.</param>
    public static TimeSpan AfterFailure(ReconnectPlan plan, int failures, double jitter) => Ceiling(plan.Max, plan.Min, failures) * jitter;

    /// <param name="failures">In a row, from 1.</param>
    public static TimeSpan AfterRefusal(ReconnectPlan plan, CommandStatus status, int failures, double jitter) =>
        BindRefusal.Classify(status).Kind switch
        {
            // Never less than Refused: some SMSCs lock an account that keeps trying.
            RefusalKind.Credentials => plan.Refused * (1 + (jitter / 10)),
            RefusalKind.AlreadyBound => Ceiling(plan.Max < MaxAlreadyBound ? plan.Max : MaxAlreadyBound, plan.Min, failures) * jitter,
            RefusalKind.Busy => plan.Max * ((1 + jitter) / 2),
            _ => AfterFailure(plan, failures, jitter),
        };

    /// <summary>In doubles: two to the power of a night of failures is past every integer.</summary>
    private static TimeSpan Ceiling(TimeSpan max, TimeSpan min, int failures) =>
        TimeSpan.FromTicks((long)Math.Min(max.Ticks, min.Ticks * Math.Pow(2, failures - 1)));
}
