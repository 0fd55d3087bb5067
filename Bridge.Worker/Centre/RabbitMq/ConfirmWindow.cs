using Bridge.Worker.Store;

namespace Bridge.Worker.Centre.RabbitMq;

/// <summary>
/// What is published and not yet confirmed on one channel, in order and bounded. Confirms may come in any order and for many at once. An
/// event leaves the window only after all before it, so the cursor never passes an event that the broker does not have.
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
    public Task WaitForRoomAsync(CancellationToken cancel) => _room.WaitAsync(cancel);

    /// <summary>
    /// To be called after <see cref="WaitForRoomAsync"/> and right before publishing: the broker numbers the messages of a channel from 1,
    /// in their order.
    /// </summary>
    public void Add(OutboxEvent published, long timestamp)
    {
        lock (_lock)
        {
            _ring[Slot(_next)] = new Entry(published, timestamp, IsConfirmed: false);
            _next++;
        }
    }

    /// <summary>The broker confirms <paramref name="tag"/>, and all before it if <paramref name="multiple"/>.</summary>
    /// <returns>What leaves the window by it, in order.</returns>
    public IReadOnlyList<OutboxEvent> Confirm(ulong tag, bool multiple)
    {
        var left = new List<OutboxEvent>();
        lock (_lock)
        {
            if (_broken) return left;

            for (var at = Math.Max(_head, multiple ? _head : tag); at <= tag && at < _next; at++)
            {
                _ring[Slot(at)] = _ring[Slot(at)] with { IsConfirmed = true };
            }
            for (; _head < _next && _ring[Slot(_head)].IsConfirmed; _head++) left.Add(_ring[Slot(_head)].Event);
        }

        if (left.Count > 0) _room.Release(left.Count);
        return left;
    }

    /// <summary>
    /// Something was refused or returned: no later confirm counts any more. The broker also confirms what it has returned for want of a
    /// queue.
    /// </summary>
    public void Break()
    {
        lock (_lock) _broken = true;
    }

    public void Dispose() => _room.Dispose();

    private int Slot(ulong tag) => (int)(tag % (ulong)_ring.Length);

    private readonly record struct Entry(OutboxEvent Event, long Since, bool IsConfirmed);
}
