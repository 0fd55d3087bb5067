using Bridge.Protocol.Smpp;
using Bridge.Worker.Configuration;
using Bridge.Worker.Supervision;

namespace Bridge.Worker.Operators;

/// <summary>What the log is told of one link. The same trouble is logged once, then once an hour.</summary>
internal sealed class LinkLog(LinkPlan plan, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly LogOnce<string> _failures = new(Interval, time);
    private readonly LogOnce<CommandStatus> _unknownStatuses = new(Interval, time);

    public void Bound(string peer)
    {
        _failures.Clear();
        OperatorLog.Bound(logger, plan.Operator, plan.Name, peer, plan.Bind);
    }

    /// <param name="failures">In a row, this one included.</param>
    public void Ended(LinkOutcome outcome, string peer, int failures)
    {
        if (outcome.BoundFor is { } boundFor)
        {
            OperatorLog.Dropped(logger, plan.Operator, plan.Name, boundFor, outcome.Reason!, outcome.Detail);
            return;
        }

        if (!_failures.IsDue(outcome.Detail, out var suppressed)) return;
        if (suppressed > 0) OperatorLog.StillNotBound(logger, plan.Operator, plan.Name, failures, outcome.Detail);
        else if (!outcome.IsRefusedForCredentials) OperatorLog.NotBound(logger, plan.Operator, plan.Name, peer, outcome.Detail);
        else OperatorLog.Refused(logger, plan.Operator, plan.Name, peer, outcome.Detail, plan.Reconnect.Refused);
    }

    /// <summary>
    /// A status that is reserved or the vendor's own counts as a passing error; what it means, only the operator can say. Any thread.
    /// </summary>
    public void UnknownStatus(CommandId request, CommandStatus status)
    {
        if (!_unknownStatuses.IsDue(status)) return;
        OperatorLog.UnknownStatus(logger, plan.Operator, plan.Name, request.SpecName(), status.SpecName());
    }
}
