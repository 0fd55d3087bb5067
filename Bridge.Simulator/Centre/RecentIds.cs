namespace Bridge.Simulator.Centre;

/// <summary>
/// A consumer's memory of event ids, by which it ignores an event that comes again. Holds the newest <paramref name="capacity"/> ids. One
/// thread.
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
