namespace Bridge.Simulator.Load;

/// <summary>
/// Kills the bridge at random points of a run. A point is a number of answered texts, drawn beforehand, so the same seed gives the same
/// points on a fast machine and on a slow one.
/// </summary>
internal sealed class KillSchedule
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(1);

    private readonly int[] _points;

    /// <param name="kills">At least 1.</param>
    /// <param name="texts">How many texts the run has.</param>
    public KillSchedule(int kills, int texts, int seed)
    {
        var random = new Random(seed);
        _points = [.. Enumerable.Range(0, kills).Select(_ => random.Next(texts)).Order()];
    }

    /// <summary>How often it has killed so far.</summary>
    public int Done { get; private set; }

    /// <param name="answered">Returns how many texts are answered so far.</param>
    /// <param name="killAndRestart">Completes when the bridge runs again.</param>
    public async Task RunAsync(
        Func<int> answered, Func<CancellationToken, Task> killAndRestart, TimeProvider time, CancellationToken cancel)
    {
        foreach (var point in _points)
        {
            while (answered() < point) await Task.Delay(Poll, time, cancel);
            await killAndRestart(cancel);
            Done++;
        }
    }
}
