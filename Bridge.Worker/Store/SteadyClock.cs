namespace Bridge.Worker.Store;

/// <summary>
/// A wall clock that nobody can set: what the wall said when the daemon started, carried on by the monotonic clock. Ages are taken by it,
/// so that a wall clock set by an hour neither delays the five minutes nor ends them; stamps for people and other machines are the wall's.
/// </summary>
internal sealed class SteadyClock(TimeProvider time)
{
    private readonly DateTimeOffset _start = time.GetUtcNow();
    private readonly long _startedAt = time.GetTimestamp();

    public DateTimeOffset Now => At(time.GetTimestamp());

    /// <param name="timestamp">Of this run's monotonic clock.</param>
    public DateTimeOffset At(long timestamp) => _start + time.GetElapsedTime(_startedAt, timestamp);
}
