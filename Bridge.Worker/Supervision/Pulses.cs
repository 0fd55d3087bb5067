using System.Collections.Concurrent;

namespace Bridge.Worker.Supervision;

/// <summary>
/// The loops that matter and when each last turned. One that has not moved within what it promised stops the watchdog, so systemd restarts
/// the daemon: a hung loop loses texts in silence, a restart does not.
/// </summary>
public sealed class Pulses(TimeProvider time)
{
    private readonly ConcurrentDictionary<Pulse, byte> _pulses = new();

    /// <summary>
    /// Registers a loop, which has to beat at least once in every <paramref name="promised"/> span, idle or not, from now on.
    /// </summary>
    /// <returns>Dispose it when the loop ends on purpose.</returns>
    public Pulse Register(string name, TimeSpan promised)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(promised, TimeSpan.Zero);
        var pulse = new Pulse(this, time, name, promised);
        _pulses.TryAdd(pulse, 0);
        return pulse;
    }

    /// <summary>The loops that have broken their promise, by name; empty when all turn.</summary>
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

    public TimeSpan Promised { get; }

    /// <summary>Since the last beat.</summary>
    public TimeSpan Age => _time.GetElapsedTime(Volatile.Read(ref _beatAt));

    /// <summary>The loop has turned. Costs a read of the monotonic clock.</summary>
    public void Beat() => Volatile.Write(ref _beatAt, _time.GetTimestamp());

    public void Dispose() => _owner.Forget(this);
}
