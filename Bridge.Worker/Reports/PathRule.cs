using Bridge.Worker.Configuration;
using Bridge.Worker.Store;

namespace Bridge.Worker.Reports;

/// <summary>
/// When a path is silent: it had no new proof for twice the interval of its heartbeats, because one heartbeat may be late. The time is
/// counted from the last proof of this run, or from its start: neither a restart nor a change of the wall clock makes a sound path silent.
/// </summary>
internal sealed class PathRule(BridgePlan plan, TimeProvider time)
{
    /// <summary>How many intervals without a proof make a path silent. ops/bridge.rules.yml alerts by the same measure.</summary>
    public const int SilentAfterIntervals = 2;

    private readonly Dictionary<(string Operator, string Leg), Path> _paths = [];
    private readonly long _start = time.GetTimestamp();

    /// <param name="Since">When the waiting for the next proof began: a monotonic timestamp.</param>
    private sealed record Path(DateTimeOffset? ProvedAt, long Since)
    {
        public bool Silent { get; init; }
    }

    /// <summary>Takes in the proofs as they are now.</summary>
    /// <returns>The paths that have just become silent, and those that have just come back.</returns>
    public IReadOnlyList<(PathProof Path, bool Silent)> Update(IReadOnlyList<PathProof> proofs)
    {
        List<(PathProof, bool)> changed = [];
        foreach (var proof in proofs)
        {
            if (plan.Operator(proof.Operator)?.Heartbeat is not { } interval) continue;
            var key = (proof.Operator, proof.Leg);
            var known = _paths.GetValueOrDefault(key) ?? new Path(proof.ProvedAt, _start);
            if (known.ProvedAt != proof.ProvedAt) known = new Path(proof.ProvedAt, time.GetTimestamp()) { Silent = known.Silent };
            var silent = time.GetElapsedTime(known.Since) > SilentAfterIntervals * interval;
            if (silent != known.Silent) changed.Add((proof, silent));
            _paths[key] = known with { Silent = silent };
        }

        return changed;
    }

    public IReadOnlyList<(string Operator, string Leg, TimeSpan Silence)> SilentPaths() =>
    [
        .. _paths.Where(path => path.Value.Silent)
            .Select(path => (path.Key.Operator, path.Key.Leg, time.GetElapsedTime(path.Value.Since))),
    ];
}
