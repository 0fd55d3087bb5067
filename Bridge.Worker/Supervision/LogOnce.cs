namespace Bridge.Worker.Supervision;

/// <summary>
/// Keeps what comes again and again from filling the log: each thing is said once, and again a minute later if it still comes. Any thread.
/// </summary>
internal sealed class LogOnce<T>(TimeProvider time)
    where T : notnull
{
    /// <summary>From one saying of a thing to the next.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>Things that are remembered: a hostile peer can make up any number.</summary>
    private const int MaxThings = 1_000;

    private readonly Dictionary<T, long> _loggedAt = [];

    /// <summary>Whether this is to be logged now.</summary>
    public bool IsDue(T thing)
    {
        lock (_loggedAt)
        {
            if (_loggedAt.TryGetValue(thing, out var at) && time.GetElapsedTime(at) < Interval) return false;
            if (_loggedAt.Count >= MaxThings) _loggedAt.Clear();
            _loggedAt[thing] = time.GetTimestamp();
            return true;
        }
    }
}
