using System.Collections.Concurrent;
using Bridge.Worker.Store;

namespace Bridge.Worker.Registry;

/// <summary>
/// Everyone who is registered, by number: a picture of what the store has committed, so that a text costs no query and a rollback nothing
/// to mend. Written on the writer's thread; may be asked from any.
/// </summary>
internal sealed class RegistryMemory
{
    private readonly ConcurrentDictionary<string, Registration> _current = new(StringComparer.Ordinal);
    private readonly long[] _counts = new long[Enum.GetValues<RegistrationState>().Length];

    /// <summary>Raised on the writer's thread for each change, with what stood for the number before it. Not while loading.</summary>
    public event Action<Registration?, Registration>? Changed;

    /// <summary>Whether anyone is registered, active or not yet.</summary>
    public bool HasAny => !_current.IsEmpty;

    /// <summary>What is registered for a number now, active or not yet; null: nothing.</summary>
    /// <param name="msisdn">E.164 without the plus.</param>
    public Registration? Find(string msisdn) => _current.GetValueOrDefault(msisdn);

    public long Count(RegistrationState state) => Interlocked.Read(ref _counts[(int)state]);

    public void Load(StoreTransaction transaction)
    {
        _current.Clear();
        Array.Clear(_counts);
        foreach (var registration in transaction.Registrations.Current()) Take(registration);
    }

    /// <summary>What a commit changed, in the order of its changes.</summary>
    public void OnCommitted(IReadOnlyList<Registration> changes)
    {
        foreach (var changed in changes)
        {
            var before = Take(changed);
            Changed?.Invoke(before, changed);
        }
    }

    private Registration? Take(Registration changed)
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
