using Bridge.Protocol.Smpp;
using Bridge.Worker.Configuration;

namespace Bridge.Worker.Operators;

/// <summary>How long to wait before the next try. Pure: chance is an argument, from 0 to 1.</summary>
internal static class ReconnectDelay
{
    /// <summary>
    /// Anything between nothing and a ceiling that doubles from Min to Max (full jitter): after an outage of the operator all its customers come back
    /// at once, and those that spread out best are served first.
    /// </summary>
    /// <param name="failures">In a row, from 1.</param>
    public static TimeSpan AfterFailure(ReconnectPlan plan, int failures, double chance)
    {
        // As a double: two to the power of a night of failures is past every integer.
        var ceiling = Math.Min(plan.Max.Ticks, plan.Min.Ticks * Math.Pow(2, failures - 1));
        return TimeSpan.FromTicks((long)(ceiling * chance));
    }

    /// <summary>Never less than Refused: some SMSCs lock an account that keeps trying. Never for ever: a password may be put right over there.</summary>
    public static TimeSpan AfterRefusal(ReconnectPlan plan, double chance) => plan.Refused * (1 + (chance / 10));

    /// <summary>Whether a bind was refused for who we say we are: trying again soon can only lock the account.</summary>
    public static bool IsForCredentials(CommandStatus status) => status is CommandStatus.InvPaswd or CommandStatus.InvSysId or CommandStatus.BindFail;
}
