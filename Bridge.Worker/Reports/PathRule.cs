using Bridge.Worker.Configuration;
using Bridge.Worker.Store;

namespace Bridge.Worker.Reports;

/// <summary>
/// When a path whose heartbeats do not come through is to be spoken of: after twice their interval, for one may be late. Silence is counted
/// from the last new proof of this run or from its start, so that neither a restart nor a wall clock that is set calls a sound path silent.
/// </summary>
internal sealed class PathRule(BridgePlan plan, TimeProvider time)
{
    /// <summary>ops/bridge.rules.yml alerts by the same measure.</summary>
    public const int Intervals = 2;

    private readonly Dictionary<(string Operator, string Leg), Path> _paths = [];
    private readonly long _start = time.GetTimestamp();

    private sealed record Path(DateTimeOffset? ProvedAt, long Since)
    {
        public bool Late { get; init; }
    }

    /// <summary>Looks at the proofs as they are now, and returns the paths that have just fallen silent or have just come back.</summary>
    public IReadOnlyList<(PathProof Path, bool Late)> Look(IReadOnlyList<PathProof> proofs)
    {
        List<(PathProof, bool)> changed = [];
        foreach (var proof in proofs)
        {
            if (plan.Operator(proof.Operator)?.Heartbeat is not { } interval) continue;
            var key = (proof.Operator, proof.Leg);
            var known = _paths.GetValueOrDefault(key) ?? new Path(proof.ProvedAt, _start);
            if (known.ProvedAt != proof.ProvedAt) known = new Path(proof.ProvedAt, time.GetTimestamp()) { Late = known.Late };
            var late = time.GetElapsedTime(known.Since) > Intervals * interval;
            if (late != known.Late) changed.Add((proof, late));
            _paths[key] = known with { Late = late };
        }

        return changed;
    }

    public IReadOnlyList<(string Operator, string Leg, TimeSpan Silence)> Late() =>
        [.. _paths.Where(path => path.Value.Late).Select(path => (path.Key.Operator, path.Key.Leg, time.GetElapsedTime(path.Value.Since)))];
}
