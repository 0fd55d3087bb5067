namespace Bridge.Protocol.Smpp;

/// <summary>The time of one session.</summary>
internal sealed class SessionClock(TimeProvider time)
{
    private readonly long _connectedAt = time.GetTimestamp();

    /// <summary>The time since the connection, by a monotonic clock.</summary>
    public TimeSpan Now => time.GetElapsedTime(_connectedAt);

    /// <summary>Waits for a task, but not longer than <paramref name="limit"/>. Does not throw if the task is cancelled.</summary>
    public async Task WaitAtMostAsync(Task task, TimeSpan limit)
    {
        try
        {
            await task.WaitAsync(limit, time);
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            // The time is over, or the session is.
        }
    }
}
