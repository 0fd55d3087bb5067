namespace Bridge.Simulator.Load;

/// <summary>
/// Kills at random moments of a run. A moment is a number of answered texts, drawn beforehand: the same seed kills at the same points of
/// the run on a fast machine and on a slow one.
/// </summary>
internal sealed class KillSchedule
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(1);

    private readonly int[] _moments;

    /// <param name="kills">At least 1.</param>
    /// <param name="texts">How many texts the run has.</param>
    public KillSchedule(int kills, int texts, int seed)
    {
        var random = new Random(seed);
        _moments = [.. Enumerable.Range(0, kills).Select(_ => random.Next(texts)).Order()];
    }

    /// <summary>Kills so far.</summary>
    public int Done { get; private set; }

    /// <param name="answered">Texts answered so far.</param>
    /// <param name="killAndRestart">Returns when the bridge runs again.</param>
    public async Task RunAsync(
        Func<int> answered, Func<CancellationToken, Task> killAndRestart, TimeProvider time, CancellationToken cancel)
    {
        foreach (var moment in _moments)
        {
            while (answered() < moment) await Task.Delay(Poll, time, cancel);
            await killAndRestart(cancel);
            Done++;
        }
    }
}
