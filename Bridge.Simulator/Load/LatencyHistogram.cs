using System.Numerics;

namespace Bridge.Simulator.Load;

/// <summary>
/// Counts durations in buckets whose width grows with the value: 128 buckets to every doubling, so a percentile is at most 1/128 too high
/// and never too low. Recording allocates nothing, because the generator shares its cores with the bridge that it measures. Any thread.
/// Longer durations than 40 days count as 40 days.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int SubBits = 7;
    private const int SubBuckets = 1 << SubBits;
    private const int Octaves = 45 - SubBits;
    private const long Highest = (1L << 45) - 1;

    private readonly long[] _counts = new long[SubBuckets * (Octaves + 1)];
    private long _count;
    private long _max;

    public long Count => Interlocked.Read(ref _count);

    public TimeSpan Max => new(Interlocked.Read(ref _max));

    public void Record(TimeSpan duration)
    {
        var ticks = Math.Clamp(duration.Ticks, 0, Highest);
        Interlocked.Increment(ref _counts[BucketOf(ticks)]);
        Interlocked.Increment(ref _count);
        for (var seen = Interlocked.Read(ref _max); ticks > seen;)
        {
            var before = Interlocked.CompareExchange(ref _max, ticks, seen);
            if (before == seen) break;
            seen = before;
        }
    }

    /// <summary>
    /// The smallest duration that at least <paramref name="percent"/> (0 to 100) of the records do not exceed, by nearest rank; zero when
    /// nothing was recorded.
    /// </summary>
    public TimeSpan Percentile(double percent)
    {
        var total = Count;
        if (total == 0) return TimeSpan.Zero;

        var rank = Math.Max(1, (long)Math.Ceiling(percent / 100 * total));
        long passed = 0;
        for (var bucket = 0; bucket < _counts.Length; bucket++)
        {
            passed += Interlocked.Read(ref _counts[bucket]);
            if (passed >= rank) return new(Math.Min(UpperEdge(bucket), Max.Ticks));
        }

        return Max;
    }

    // Below 128 a bucket is one tick (100 ns). Above, the seven bits after the leading one choose among 128 buckets of one octave.
    private static int BucketOf(long ticks)
    {
        if (ticks < SubBuckets) return (int)ticks;
        var octave = BitOperations.Log2((ulong)ticks) - SubBits;
        return ((octave + 1) << SubBits) + (int)((ticks >> octave) - SubBuckets);
    }

    private static long UpperEdge(int bucket)
    {
        if (bucket < SubBuckets) return bucket;
        var octave = (bucket >> SubBits) - 1;
        var within = (long)(bucket & (SubBuckets - 1)) + SubBuckets;
        return ((within + 1) << octave) - 1;
    }
}
