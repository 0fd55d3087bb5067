using System.Buffers.Binary;

namespace Bridge.Protocol.Smpp;

/// <summary>
/// Holds what waits to be sent. A thread appends whole PDUs and then asks for a send: <see cref="SendNow"/> sends on that thread, for a PDU
/// that nothing else could join; <see cref="SendSoon"/> sends on a thread of the pool, together with what others append meanwhile. One
/// thread sends at a time, and writes all that is there at once. So under load many responses share a segment, and a lone response costs
/// no wake-up of a thread. Nothing else waits, because TCP_NODELAY is set. Safe on any thread.
/// </summary>
internal sealed class OutgoingBuffer(Stream stream, TimeProvider time) : IThreadPoolWorkItem
{
    /// <summary>With more octets unsent than this, the session stops reading from the peer.</summary>
    public const int HighWater = 1 << 20;

    /// <summary>
    /// Largest single write. It is small enough that a peer which reads slowly completes a write in time, and differs from one which reads
    /// nothing.
    /// </summary>
    private const int MaxWriteOctets = 128 * 1024;

    private const int SequenceOffset = 12;
    private const int NoThread = 0;

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _flushed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private OctetBuffer _filling = new();
    private OctetBuffer _sending = new();
    private CancellationToken _cancel;
    private long _appended;
    private long _written;
    private long _writeBegan;
    private int _batchingThread;
    private bool _isSending = true;   // Nothing is sent before FlushAsync, nor after a send that failed.
    private bool _completed;

    /// <summary>Octets appended and not yet sent.</summary>
    public AwaitableCounter Unsent { get; } = new();

    /// <summary>Octets whose write has begun: they may have reached the peer. All later octets have not.</summary>
    public long OctetsWritten => Volatile.Read(ref _written);

    /// <summary>
    /// How long the write under way has lasted, which is how long the peer has not read. Zero when no write is under way.
    /// </summary>
    public TimeSpan CurrentWriteTime =>
        Volatile.Read(ref _writeBegan) is var began and not 0 ? time.GetElapsedTime(began) : TimeSpan.Zero;

    /// <summary>Appends one PDU under a sequence number. The caller then asks for a send. False when the session is over.</summary>
    /// <param name="request">Is given its position in the octets sent, before any of it can be sent.</param>
    /// <exception cref="ArgumentException">A field is longer than the spec allows. Nothing was appended.</exception>
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

    /// <summary>Sends on this thread, as far as that needs no waiting. The rest is sent by the pool.</summary>
    public void SendNow()
    {
        if (TryBegin()) _ = SendAllAsync(onCallersThread: true);
    }

    /// <summary>Sends on a thread of the pool.</summary>
    public void SendSoon()
    {
        if (TryBegin()) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>
    /// Makes this thread's own calls of <see cref="SendNow"/> and <see cref="SendSoon"/> do nothing until <see cref="SendBatch"/>, because
    /// it is about to append more. Other threads send as before.
    /// </summary>
    public void BeginBatch() => Volatile.Write(ref _batchingThread, Environment.CurrentManagedThreadId);

    public void SendBatch()
    {
        Volatile.Write(ref _batchingThread, NoThread);
        SendNow();
    }

    /// <summary>Accepts no more PDUs. <see cref="FlushAsync"/> completes once all is sent.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _completed = true;
            if (!_isSending && _filling.Length == 0) _flushed.TrySetResult();
        }

        SendSoon();
    }

    /// <summary>Starts sending. Completes after <see cref="Complete"/>, or throws what the stream throws. Call once.</summary>
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

    void IThreadPoolWorkItem.Execute() => _ = SendAllAsync(onCallersThread: false);

    private bool TryBegin()
    {
        if (Volatile.Read(ref _batchingThread) == Environment.CurrentManagedThreadId) return false;
        lock (_gate)
        {
            if (_isSending || _filling.Length == 0) return false;
            return _isSending = true;
        }
    }

    /// <param name="onCallersThread">The thread has other work: after one round the pool takes over.</param>
    private async Task SendAllAsync(bool onCallersThread)
    {
        try
        {
            for (var round = 0; TryTake(); round++)
            {
                if (onCallersThread && round == 1) await Task.Yield();
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
            var piece = rest[..Math.Min(rest.Length, MaxWriteOctets)];
            Volatile.Write(ref _written, _written + piece.Length);
            Volatile.Write(ref _writeBegan, time.GetTimestamp() is var now and not 0 ? now : 1);
            await stream.WriteAsync(piece, _cancel);
            Volatile.Write(ref _writeBegan, 0);
            Unsent.Subtract(piece.Length);
            rest = rest[piece.Length..];
        }
    }

    /// <summary>Takes all that is there, for sending. False when nothing is there; then no thread is sending any more.</summary>
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
