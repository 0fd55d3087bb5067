using System.Collections.Concurrent;
using Bridge.Simulator.Smsc;

namespace Bridge.Simulator.Load;

/// <summary>Counts what the simulated operator sees during a run. Any thread.</summary>
internal sealed class OperatorCounts
{
    private readonly ConcurrentDictionary<string, int> _sentAgain = new(StringComparer.Ordinal);
    private int _binds;

    public int Binds => Volatile.Read(ref _binds);

    /// <summary>Transmissions past the first, by reason.</summary>
    public IReadOnlyDictionary<string, int> SentAgain => _sentAgain;

    public void Add(OperatorEvent operatorEvent)
    {
        if (operatorEvent is DeliverRepeated repeated) _sentAgain.AddOrUpdate(repeated.Why, 1, static (_, count) => count + 1);
        else if (operatorEvent is LinkBound) Interlocked.Increment(ref _binds);
    }
}
