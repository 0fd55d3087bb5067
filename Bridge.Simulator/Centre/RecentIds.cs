namespace Bridge.Simulator.Centre;

/// <summary>
/// A consumer's memory of event ids, which turns at-least-once into once. Holds the newest <paramref name="capacity"/>; not for several
/// threads.
/// </summary>
internal sealed class RecentIds(int capacity)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>False when the id is among the remembered ones.</summary>
    public bool Add(string id)
    {
        if (!_known.Add(id)) return false;
        _order.Enqueue(id);
        if (_order.Count > capacity) _known.Remove(_order.Dequeue());
        return true;
    }
}
