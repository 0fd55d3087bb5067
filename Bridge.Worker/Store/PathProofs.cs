using Bridge.Worker.Configuration;
using Microsoft.Data.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>
/// When each operator's path was last proved by a system's test, read from what the store has of it, so that a restart forgets nothing:
/// inward by a test text that a bus has, outward by a reply to a test sender that reached the phone (or the operator, where it gives no
/// receipts). The reader's own lock applies.
/// </summary>
internal sealed class PathProofs(SqliteConnection connection, BridgePlan plan) : IDisposable
{
    private readonly Statement _in = new(
        connection, "SELECT received_at FROM reports WHERE test = 1 AND operator = ?1 AND event <= ?2 ORDER BY event DESC LIMIT 1");

    private readonly Statement _out = new(
        connection,
        """
        SELECT ended_at FROM replies WHERE sender = ?1 AND operator = ?2 AND ended_at IS NOT NULL AND outcome IN ('delivered', 'accepted')
        ORDER BY ended_at DESC LIMIT 1
        """);

    /// <param name="cursor">The last event that the bus has.</param>
    /// <returns>Every operator that is to be proved, and whatever else was.</returns>
    public IReadOnlyList<PathProof> Read(long cursor)
    {
        if (plan.TestSenders.Count == 0) return [.. plan.Operators.SelectMany(op => Known(op, null, null))];
        return
        [
            .. plan.Operators.SelectMany(op => Known(
                op, One(_in.Set(1, op.Name).Set(2, cursor)), plan.TestSenders.Max(sender => One(_out.Set(1, sender).Set(2, op.Name))))),
        ];
    }

    public void Dispose()
    {
        _in.Dispose();
        _out.Dispose();
    }

    private static IEnumerable<PathProof> Known(OperatorPlan op, DateTimeOffset? inward, DateTimeOffset? outward)
    {
        if (op.Heartbeat is not null || inward is not null) yield return new PathProof(op.Name, PathProof.In, inward);
        if (op.Heartbeat is not null || outward is not null) yield return new PathProof(op.Name, PathProof.Out, outward);
    }

    private static DateTimeOffset? One(Statement found)
    {
        if (!found.Step()) return null;
        var at = found.TimeOrNull(0);
        found.Reset();
        return at;
    }
}
