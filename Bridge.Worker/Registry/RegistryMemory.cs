using System.Collections.Concurrent;
using Bridge.Worker.Store;

namespace Bridge.Worker.Registry;

/// <summary>
/// Everyone who is registered, by number: a picture of what the store has committed, so that a text costs no query. A rollback changes
/// nothing here. Written on the writer's thread, read from any.
/// </summary>
internal sealed class RegistryMemory(IRegistryMetrics metrics) : ILoadedFromStore
{
    private readonly ConcurrentDictionary<string, Registration> _current = new(StringComparer.Ordinal);
    private readonly long[] _counts = new long[Enum.GetValues<RegistrationState>().Length];

    /// <summary>Whether anyone is registered, active or not yet.</summary>
    public bool HasAny => !_current.IsEmpty;

    /// <param name="msisdn">E.164 without the plus.</param>
    /// <returns>What is registered for the number, active or not yet; null: nothing.</returns>
    public Registration? Find(string msisdn) => _current.GetValueOrDefault(msisdn);

    public long Count(RegistrationState state) => Interlocked.Read(ref _counts[(int)state]);

    public void Load(StoreTransaction transaction)
    {
        _current.Clear();
        Array.Clear(_counts);
        foreach (var registration in transaction.Registrations.Current()) Replace(registration);
    }

    /// <summary>Takes over a change that is committed.</summary>
    public void Apply(Registration changed)
    {
        var before = Replace(changed);
        metrics.Changed(before, changed);
    }

    /// <returns>What stood for the number before; null: nothing.</returns>
    private Registration? Replace(Registration changed)
    {
        var before = _current.GetValueOrDefault(changed.Msisdn);
        if (before is not null) Interlocked.Decrement(ref _counts[(int)before.State]);
        if (changed.ClosedAt is not null)
        {
            _current.TryRemove(changed.Msisdn, out _);
            return before;
        }

        _current[changed.Msisdn] = changed;
        Interlocked.Increment(ref _counts[(int)changed.State]);
        return before;
    }
}
