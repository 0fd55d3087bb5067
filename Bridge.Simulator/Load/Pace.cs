namespace Bridge.Simulator.Load;

/// <summary>An open-loop schedule: how many things are due by now at a fixed rate, however late the earlier ones were.</summary>
internal sealed class Pace(double perSecond, TimeProvider time)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);
    private readonly long _began = time.GetTimestamp();

    /// <summary>Waits until the next tick.</summary>
    /// <returns>How many are due since the beginning; the first is due at once.</returns>
    public async ValueTask<long> DueAsync(CancellationToken cancel)
    {
        await Task.Delay(Tick, time, cancel);
        return 1 + (long)(time.GetElapsedTime(_began).TotalSeconds * perSecond);
    }

    /// <summary>How far behind its moment number <paramref name="index"/> (from 0) is now.</summary>
    public TimeSpan Behind(long index) => time.GetElapsedTime(_began) - TimeSpan.FromSeconds(index / perSecond);
}
