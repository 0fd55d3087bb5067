using System.Buffers.Binary;

namespace Bridge.Protocol.Smpp;

/// <summary>
/// What waits to be sent. Any thread appends whole PDUs, and then has them sent: now, by itself, when there is nothing that could share the
/// send, or soon, by a thread of the pool, so that what others append meanwhile goes with it. One sends at a time and takes all that is
/// there with one write: under load many answers share a segment, and a lone one costs no thread's waking (with TCP_NODELAY there is
/// nothing else to wait for).
/// </summary>
internal sealed class OutgoingBuffer(Stream stream, TimeProvider time) : IThreadPoolWorkItem
{
    /// <summary>Above so many octets unsent, a peer that does not read is no longer read from.</summary>
    public const int HighWater = 1 << 20;

    /// <summary>Of one write, so that a slow reader of much is told from one that reads nothing.</summary>
    private const int LargestWrite = 128 * 1024;

    private const int SequenceOffset = 12;
    private const int NoThread = 0;

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _flushed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private OctetBuffer _filling = new();
    private OctetBuffer _sending = new();
    private CancellationToken _cancel;
    private long _appended;
    private long _handed;
    private long _writeBegan;
    private int _gatheringThread;
    private bool _isSending = true;   // nothing is sent before FlushAsync, nor after a send that failed
    private bool _completed;

    /// <summary>Octets appended and not yet sent.</summary>
    public AwaitableCounter Unsent { get; } = new();

    /// <summary>Octets given to the connection so far: they may have reached the peer, all others have not.</summary>
    public long Handed => Volatile.Read(ref _handed);

    /// <summary>How long the write under way has been waiting for the peer to read; zero when none is.</summary>
    public TimeSpan Stuck => Volatile.Read(ref _writeBegan) is var began and not 0 ? time.GetElapsedTime(began) : TimeSpan.Zero;

    /// <summary>
    /// Queues one PDU under the sequence number given, for a send that the caller then asks for; false when the session is over.
    /// </summary>
    /// <param name="request">Is told where it lies, before any of it can be sent.</param>
    /// <exception cref="ArgumentException">A field is past the spec's length; nothing is queued.</exception>
    public bool Append(Pdu pdu, uint sequence, PendingRequest? request = null)
    {
        lock (_gate)
        {
            if (_completed) return false;
            var start = _filling.Length;
            PduCodec.Encode(pdu, _filling);
            BinaryPrimitives.WriteUInt32BigEndian(_filling.Slice(start + SequenceOffset, sizeof(uint)), sequence);
            if (request is not null) request.Position = _appended;
            var length = _filling.Length - start;
            _appended += length;
            Unsent.Add(length);
            return true;
        }
    }

    /// <summary>Sends what is there on this thread, as far as that goes without waiting.</summary>
    public void SendNow()
    {
        if (TryBegin()) _ = SendAllAsync(borrowed: true);
    }

    /// <summary>Has it sent by a thread of the pool.</summary>
    public void SendSoon()
    {
        if (TryBegin()) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>
    /// Until <see cref="SendGathered"/> what this thread appends is not sent on its account: it is about to append more. Others go on as
    /// ever.
    /// </summary>
    public void Gather() => Volatile.Write(ref _gatheringThread, Environment.CurrentManagedThreadId);

    public void SendGathered()
    {
        Volatile.Write(ref _gatheringThread, NoThread);
        SendNow();
    }

    /// <summary>Takes nothing more; <see cref="FlushAsync"/> ends once all is sent.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _completed = true;
            if (!_isSending && _filling.Length == 0) _flushed.TrySetResult();
        }

        SendSoon();
    }

    /// <summary>Sends from now on, until completed. Throws what the stream throws. Call once.</summary>
    public Task FlushAsync(CancellationToken cancel)
    {
        lock (_gate)
        {
            _cancel = cancel;
            _isSending = false;
            if (_completed && _filling.Length == 0) _flushed.TrySetResult();
        }

        SendSoon();
        return _flushed.Task;
    }

    void IThreadPoolWorkItem.Execute() => _ = SendAllAsync(borrowed: false);

    private bool TryBegin()
    {
        if (Volatile.Read(ref _gatheringThread) == Environment.CurrentManagedThreadId) return false;
        lock (_gate)
        {
            if (_isSending || _filling.Length == 0) return false;
            return _isSending = true;
        }
    }

    /// <param name="borrowed">The thread has other things to do: after one round the rest is the pool's.</param>
    private async Task SendAllAsync(bool borrowed)
    {
        try
        {
            for (var round = 0; TryTake(); round++)
            {
                if (borrowed && round == 1) await Task.Yield();
                await SendTakenAsync();
            }
        }
        catch (Exception failure)
        {
            _flushed.TrySetException(failure);
        }
    }

    private async ValueTask SendTakenAsync()
    {
        for (var rest = _sending.Written; !rest.IsEmpty;)
        {
            var piece = rest[..Math.Min(rest.Length, LargestWrite)];
            Volatile.Write(ref _handed, _handed + piece.Length);
            Volatile.Write(ref _writeBegan, time.GetTimestamp() is var now and not 0 ? now : 1);
            await stream.WriteAsync(piece, _cancel);
            Volatile.Write(ref _writeBegan, 0);
            Unsent.Subtract(piece.Length);
            rest = rest[piece.Length..];
        }
    }

    /// <summary>All that is there; false, and nobody sends any more, when nothing is.</summary>
    private bool TryTake()
    {
        lock (_gate)
        {
            _sending.Clear();
            if (_filling.Length > 0)
            {
                (_filling, _sending) = (_sending, _filling);
                return true;
            }

            _isSending = false;
            if (_completed) _flushed.TrySetResult();
            return false;
        }
    }
}
