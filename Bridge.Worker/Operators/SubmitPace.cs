namespace Bridge.Worker.Operators;

/// <summary>
/// Spaces an operator's submit_sm evenly, so many a second over all its links. Each gets the next instant that is free: one that wakes late
/// does not delay the next, and unused instants are not saved up for a burst.
/// </summary>
internal sealed class SubmitPace(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _nextFree;

    /// <param name="perSecond">The rate now, more than 0. Null: unlimited.</param>
    public Task WaitAsync(double? perSecond, CancellationToken cancel)
    {
        if (perSecond is not { } rate) return Task.CompletedTask;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate);
        TimeSpan wait;
        lock (_gate)
        {
            var now = time.GetElapsedTime(_start);
            var instant = _nextFree > now ? _nextFree : now;
            _nextFree = instant + TimeSpan.FromSeconds(1 / rate);
            wait = instant - now;
        }

        return wait > TimeSpan.Zero ? Task.Delay(wait, time, cancel) : Task.CompletedTask;
    }
}
