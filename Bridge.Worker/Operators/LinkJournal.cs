using Bridge.Protocol.Smpp;
using Bridge.Worker.Configuration;

namespace Bridge.Worker.Operators;

/// <summary>What the log is told of one link: the same trouble once, then once an hour.</summary>
internal sealed class LinkJournal(LinkPlan plan, TimeProvider time, ILogger logger)
{
    private readonly FailureLog _failures = new(remindAfter: TimeSpan.FromHours(1));
    private readonly FailureLog _unknown = new(remindAfter: TimeSpan.FromHours(1));

    public void Bound(string peer)
    {
        _failures.Clear();
        OperatorLog.Bound(logger, plan.Operator, plan.Name, peer, plan.Bind);
    }

    /// <param name="failures">In a row, this one too.</param>
    public void Ended(LinkLife life, string peer, int failures)
    {
        if (life.BoundFor is { } boundFor)
        {
            OperatorLog.Dropped(logger, plan.Operator, plan.Name, boundFor, life.Reason!, life.Detail);
            return;
        }

        switch (_failures.Note(life.Detail, time.GetUtcNow()))
        {
            case FailureNote.New when life.IsRefusedForCredentials:
                OperatorLog.Refused(logger, plan.Operator, plan.Name, peer, life.Detail, plan.Reconnect.Refused);
                break;
            case FailureNote.New:
                OperatorLog.NotBound(logger, plan.Operator, plan.Name, peer, life.Detail);
                break;
            case FailureNote.Reminder:
                OperatorLog.StillNotBound(logger, plan.Operator, plan.Name, failures, life.Detail);
                break;
        }
    }

    /// <summary>
    /// A reserved or vendor's own status is taken for a passing one; what it means, only the operator can say. Any thread.
    /// </summary>
    public void UnknownStatus(CommandId request, CommandStatus status)
    {
        lock (_unknown)
        {
            if (_unknown.Note(status.SpecName(), time.GetUtcNow()) == FailureNote.Silent) return;
        }

        OperatorLog.UnknownStatus(logger, plan.Operator, plan.Name, request.SpecName(), status.SpecName());
    }
}
