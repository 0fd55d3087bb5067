namespace Bridge.Worker.Operators;

/// <summary>
/// Spaces an operator's submit_sm evenly, so many a second over all its links. Turns are instants on one line: a waiter that wakes late
/// takes nothing from the next, and time unused is not saved up for a burst.
/// </summary>
internal sealed class SubmitPace
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly TimeSpan _interval;
    private TimeSpan _nextTurn;

    public SubmitPace(double perSecond, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(perSecond);
        _time = time;
        _start = time.GetTimestamp();
        _interval = TimeSpan.FromSeconds(1 / perSecond);
    }

    public Task WaitForTurnAsync(CancellationToken cancel)
    {
        TimeSpan wait;
        lock (_gate)
        {
            var now = _time.GetElapsedTime(_start);
            var turn = _nextTurn > now ? _nextTurn : now;
            _nextTurn = turn + _interval;
            wait = turn - now;
        }

        return wait > TimeSpan.Zero ? Task.Delay(wait, _time, cancel) : Task.CompletedTask;
    }
}
