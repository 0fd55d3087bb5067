namespace Bridge.Simulator.Smsc;

/// <summary>
/// An open-loop schedule: how many things are due by now at a fixed rate, however late the earlier ones were. The first is due at once.
/// </summary>
internal sealed class RateSchedule(double perSecond, TimeProvider time)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);
    private readonly long _began = time.GetTimestamp();

    /// <summary>Waits for the next tick.</summary>
    /// <returns>How many are due since the beginning.</returns>
    public async ValueTask<long> NextTickAsync(CancellationToken cancel)
    {
        await Task.Delay(Tick, time, cancel);
        return 1 + (long)(time.GetElapsedTime(_began).TotalSeconds * perSecond);
    }

    /// <summary>How late number <paramref name="index"/> (from 0) is now.</summary>
    public TimeSpan Lateness(long index) => time.GetElapsedTime(_began) - TimeSpan.FromSeconds(index / perSecond);
}
