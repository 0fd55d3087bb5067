using System.Collections.Concurrent;

namespace Bridge.Worker.Supervision;

/// <summary>
/// The loops that must not stop, and when each of them last beat. When one does not beat in the time that it promised, the daemon no longer
/// reports to systemd's watchdog and is restarted: a hung loop loses texts unnoticed, a restart does not. Any thread.
/// </summary>
public sealed class Pulses(TimeProvider time)
{
    private readonly ConcurrentDictionary<Pulse, byte> _pulses = new();

    /// <summary>
    /// Registers a loop. From now on it has to beat at least once in every <paramref name="promised"/> span, idle or not.
    /// </summary>
    /// <returns>To be disposed of when the loop ends on purpose.</returns>
    public Pulse Register(string name, TimeSpan promised)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(promised, TimeSpan.Zero);
        var pulse = new Pulse(this, time, name, promised);
        _pulses.TryAdd(pulse, 0);
        return pulse;
    }

    /// <summary>The loops that have not beaten in time, in the order of their names; empty when all have.</summary>
    public IReadOnlyList<Pulse> Stalled() => [.. _pulses.Keys.Where(p => p.Age > p.Promised).OrderBy(p => p.Name, StringComparer.Ordinal)];

    internal void Forget(Pulse pulse) => _pulses.TryRemove(pulse, out _);
}

/// <summary>One loop's pulse.</summary>
public sealed class Pulse : IDisposable
{
    private readonly Pulses _owner;
    private readonly TimeProvider _time;
    private long _beatAt;

    internal Pulse(Pulses owner, TimeProvider time, string name, TimeSpan promised)
    {
        (_owner, _time, Name, Promised) = (owner, time, name, promised);
        Beat();
    }

    public string Name { get; }

    /// <summary>The longest time from one beat to the next.</summary>
    public TimeSpan Promised { get; }

    /// <summary>The time since the last beat.</summary>
    public TimeSpan Age => _time.GetElapsedTime(Volatile.Read(ref _beatAt));

    /// <summary>The loop lives. Costs one read of the monotonic clock.</summary>
    public void Beat() => Volatile.Write(ref _beatAt, _time.GetTimestamp());

    public void Dispose() => _owner.Forget(this);
}
