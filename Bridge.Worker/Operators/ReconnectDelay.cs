using Bridge.Protocol.Smpp;
using Bridge.Worker.Configuration;

namespace Bridge.Worker.Operators;

/// <summary>How long to wait before the next try. Pure: chance is an argument, from 0 to 1.</summary>
internal static class ReconnectDelay
{
    /// <summary>
    /// An SMSC that has not noticed the end of a session does so at its own keep-alive: worth asking often, and for a minute or so.
    /// </summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Anything between nothing and a ceiling that doubles from Min to Max (full jitter): after an outage of the operator all its customers
    /// come back at once, and those that spread out best are served first.
    /// </summary>
    /// <param name="failures">In a row, from 1.</param>
    public static TimeSpan AfterFailure(ReconnectPlan plan, int failures, double chance) => Upto(plan.Max, plan.Min, failures) * chance;

    /// <param name="failures">In a row, from 1.</param>
    public static TimeSpan AfterRefusal(ReconnectPlan plan, CommandStatus status, int failures, double chance) =>
        BindRefusal.Of(status).Kind switch
        {
            // Never less than Refused: some SMSCs lock an account that keeps trying. Never for ever: a password may be put right over there.
            RefusalKind.Credentials => plan.Refused * (1 + (chance / 10)),
            RefusalKind.AlreadyBound => Upto(plan.Max < Soon ? plan.Max : Soon, plan.Min, failures) * chance,
            RefusalKind.Busy => plan.Max * ((1 + chance) / 2),
            _ => AfterFailure(plan, failures, chance),
        };

    /// <summary>As a double: two to the power of a night of failures is past every integer.</summary>
    private static TimeSpan Upto(TimeSpan most, TimeSpan least, int failures) =>
        TimeSpan.FromTicks((long)Math.Min(most.Ticks, least.Ticks * Math.Pow(2, failures - 1)));
}
