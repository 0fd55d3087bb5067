namespace Bridge.Simulator.Centre;

/// <summary>
/// The wait between two attempts: 100 ms, doubling to at most 500 ms; 100 ms again after <see cref="Reset"/>. One thread.
/// </summary>
internal sealed class Backoff(TimeProvider time)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(500);
    private TimeSpan _next = Shortest;

    public void Reset() => _next = Shortest;

    public Task WaitAsync(CancellationToken cancel)
    {
        var wait = _next;
        _next = _next * 2 < Longest ? _next * 2 : Longest;
        return Task.Delay(wait, time, cancel);
    }
}
