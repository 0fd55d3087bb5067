using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Bridge.Protocol.Smpp;

/// <summary>
/// What waits to be sent. Any thread appends whole PDUs; one loop sends all that is there with one write, so under load many answers
/// share a segment, and a lone one leaves at once (with TCP_NODELAY there is nothing to wait for).
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A SemaphoreSlim whose wait handle is never asked for holds nothing to dispose.")]
internal sealed class OutgoingBuffer(Stream stream, TimeProvider time)
{
    /// <summary>Above so many octets unsent, a peer that does not read is no longer read from.</summary>
    public const int HighWater = 1 << 20;

    /// <summary>Of one write, so that a slow reader of much is told from one that reads nothing.</summary>
    private const int LargestWrite = 128 * 1024;

    private const int SequenceOffset = 12;

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _wake = new(0, 1);
    private OctetBuffer _filling = new();
    private OctetBuffer _sending = new();
    private long _appended;
    private long _handed;
    private long _writeBegan;
    private bool _asleep;
    private bool _completed;

    /// <summary>Octets appended and not yet sent.</summary>
    public Level Unsent { get; } = new();

    /// <summary>Octets given to the connection so far: they may have reached the peer, all others have not.</summary>
    public long Handed => Volatile.Read(ref _handed);

    /// <summary>How long the write under way has been waiting for the peer to read; zero when none is.</summary>
    public TimeSpan Stuck => Volatile.Read(ref _writeBegan) is var began and not 0 ? time.GetElapsedTime(began) : TimeSpan.Zero;

    /// <summary>Queues one PDU under the sequence number given; false when the session is over.</summary>
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
            Unsent.Rise(length);
            Wake_NeedsLock();
            return true;
        }
    }

    /// <summary>Takes nothing more; <see cref="FlushAsync"/> ends once all is sent.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _completed = true;
            Wake_NeedsLock();
        }
    }

    /// <summary>Sends until completed. Throws what the stream throws.</summary>
    public async Task FlushAsync(CancellationToken cancel)
    {
        while (await NextAsync(cancel))
        {
            for (var rest = _sending.Written; !rest.IsEmpty;)
            {
                var piece = rest[..Math.Min(rest.Length, LargestWrite)];
                Volatile.Write(ref _handed, _handed + piece.Length);
                Volatile.Write(ref _writeBegan, time.GetTimestamp() is var now and not 0 ? now : 1);
                await stream.WriteAsync(piece, cancel);
                Volatile.Write(ref _writeBegan, 0);
                Unsent.Fall(piece.Length);
                rest = rest[piece.Length..];
            }
        }
    }

    private async ValueTask<bool> NextAsync(CancellationToken cancel)
    {
        _sending.Clear();
        while (true)
        {
            lock (_gate)
            {
                if (_filling.Length > 0)
                {
                    (_filling, _sending) = (_sending, _filling);
                    return true;
                }

                if (_completed) return false;
                _asleep = true;
            }

            await _wake.WaitAsync(cancel);
        }
    }

    private void Wake_NeedsLock()
    {
        if (!_asleep) return;
        _asleep = false;
        _wake.Release();
    }
}
