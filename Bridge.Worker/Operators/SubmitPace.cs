namespace Bridge.Worker.Operators;

/// <summary>
/// Spaces an operator's submit_sm evenly, so many a second over all its links. Turns are instants on one line: a waiter that wakes late
/// takes nothing from the next, and time unused is not saved up for a burst.
/// </summary>
internal sealed class SubmitPace(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _nextTurn;

    /// <param name="perSecond">The rate as it is now; null: at once.</param>
    public Task WaitForTurnAsync(double? perSecond, CancellationToken cancel)
    {
        if (perSecond is not { } rate) return Task.CompletedTask;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate);
        TimeSpan wait;
        lock (_gate)
        {
            var now = time.GetElapsedTime(_start);
            var turn = _nextTurn > now ? _nextTurn : now;
            _nextTurn = turn + TimeSpan.FromSeconds(1 / rate);
            wait = turn - now;
        }

        return wait > TimeSpan.Zero ? Task.Delay(wait, time, cancel) : Task.CompletedTask;
    }
}
