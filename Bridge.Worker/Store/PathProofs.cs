using Bridge.Worker.Configuration;

namespace Bridge.Worker.Store;

/// <summary>
/// When each operator's path was last proved by a system's test, read from what the store has of it, so that a restart forgets nothing:
/// inward by a test text that a bus has, outward by a reply to a test sender that reached the phone (or the operator, where it gives no
/// receipts). The reader's own lock applies.
/// </summary>
internal sealed class PathProofs(ReportProgressTable reports, ReplyTable replies, BridgePlan plan)
{
    /// <param name="cursor">The last event that the bus has.</param>
    /// <returns>Every operator that is to be proved, and whatever else was.</returns>
    public IReadOnlyList<PathProof> Read(long cursor)
    {
        if (plan.TestSenders.Count == 0) return [.. plan.Operators.SelectMany(op => Known(op, null, null))];
        return
        [
            .. plan.Operators.SelectMany(op => Known(
                op, reports.NewestTest(op.Name, cursor), plan.TestSenders.Max(sender => replies.NewestSuccess(sender, op.Name)))),
        ];
    }

    private static IEnumerable<PathProof> Known(OperatorPlan op, DateTimeOffset? inward, DateTimeOffset? outward)
    {
        if (op.Heartbeat is not null || inward is not null) yield return new PathProof(op.Name, PathProof.In, inward);
        if (op.Heartbeat is not null || outward is not null) yield return new PathProof(op.Name, PathProof.Out, outward);
    }
}
