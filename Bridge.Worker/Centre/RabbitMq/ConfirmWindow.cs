using Bridge.Worker.Store;

namespace Bridge.Worker.Centre.RabbitMq;

/// <summary>
/// What is published and not yet confirmed on one channel, in order and bounded. Confirms may come in any order and for many at once; what
/// leaves the window is always its unbroken beginning, so the cursor never passes an event that the broker does not have.
/// </summary>
internal sealed class ConfirmWindow : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _room;
    private readonly Entry[] _ring;
    private ulong _head = 1;
    private ulong _next = 1;
    private bool _broken;

    public ConfirmWindow(int size)
    {
        _room = new SemaphoreSlim(size, size);
        _ring = new Entry[size];
    }

    /// <summary>When the oldest unconfirmed event was published, a <see cref="TimeProvider"/> timestamp; null when there is none.</summary>
    public long? OldestSince
    {
        get
        {
            lock (_lock) return _head == _next ? null : _ring[Slot(_head)].Since;
        }
    }

    /// <summary>Waits while the window is full.</summary>
    public Task RoomAsync(CancellationToken cancel) => _room.WaitAsync(cancel);

    /// <summary>
    /// To be called after <see cref="RoomAsync"/> and right before publishing: the broker numbers a channel's messages from 1 in their
    /// order.
    /// </summary>
    public void Add(OutboxEvent published, long timestamp)
    {
        lock (_lock)
        {
            _ring[Slot(_next)] = new Entry(published, timestamp, Acked: false);
            _next++;
        }
    }

    /// <summary>
    /// What the confirm of <paramref name="tag"/> (and all before it, if <paramref name="multiple"/>) lets leave the window, in order.
    /// </summary>
    public IReadOnlyList<OutboxEvent> Acked(ulong tag, bool multiple)
    {
        var left = new List<OutboxEvent>();
        lock (_lock)
        {
            if (_broken) return left;

            for (var at = Math.Max(_head, multiple ? _head : tag); at <= tag && at < _next; at++)
            {
                _ring[Slot(at)] = _ring[Slot(at)] with { Acked = true };
            }
            for (; _head < _next && _ring[Slot(_head)].Acked; _head++) left.Add(_ring[Slot(_head)].Event);
        }

        if (left.Count > 0) _room.Release(left.Count);
        return left;
    }

    /// <summary>
    /// Something was refused or came back: no later confirm counts any more. In particular not the one that follows a return: the broker
    /// also confirms what it could not route.
    /// </summary>
    public void Break()
    {
        lock (_lock) _broken = true;
    }

    public void Dispose() => _room.Dispose();

    private int Slot(ulong tag) => (int)(tag % (ulong)_ring.Length);

    private readonly record struct Entry(OutboxEvent Event, long Since, bool Acked);
}
