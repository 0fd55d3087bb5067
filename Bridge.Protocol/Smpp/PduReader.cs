using System.Buffers;
using System.IO.Pipelines;

namespace Bridge.Protocol.Smpp;

/// <summary>
/// Reads PDUs from a stream. Each PDU gets an array of its own, and owns it. Only the wait for more octets is asynchronous.
/// </summary>
internal sealed class PduReader(Stream stream, int maxOctets)
{
    private const int ReadOctets = 64 * 1024;

    private readonly PipeReader _pipe = PipeReader.Create(
        stream, new StreamPipeReaderOptions(bufferSize: ReadOctets, minimumReadSize: ReadOctets / 4, leaveOpen: true));

    private ReadOnlySequence<byte> _buffer;
    private bool _hasBuffer;

    /// <summary>Whether part of a PDU has come: a peer that closes now closes inside a PDU.</summary>
    public bool HasPartialPdu => !_buffer.IsEmpty;

    /// <summary>Waits for more octets. False at the end of the stream.</summary>
    public async ValueTask<bool> ReadMoreAsync(CancellationToken cancel)
    {
        if (_hasBuffer) _pipe.AdvanceTo(_buffer.Start, _buffer.End);
        _hasBuffer = false;
        var read = await _pipe.ReadAsync(cancel);
        _buffer = read.Buffer;
        _hasBuffer = true;
        return !read.IsCompleted;
    }

    /// <summary>Takes the next PDU from the octets read so far. Null unless the result is <see cref="FrameResult.Frame"/>.</summary>
    public FrameResult TryNext(out Pdu? pdu)
    {
        var result = Framer.TryCut(ref _buffer, maxOctets, out var octets);
        pdu = result == FrameResult.Frame ? PduCodec.Decode(octets.ToArray()) : null;
        return result;
    }

    public ValueTask CompleteAsync() => _pipe.CompleteAsync();
}
