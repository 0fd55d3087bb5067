using System.Buffers;
using System.IO.Pipelines;

namespace Bridge.Protocol.Smpp;

/// <summary>
/// Cuts a stream into PDUs. One octet array a PDU, which the PDU then owns; nothing asynchronous but the wait for more octets.
/// </summary>
internal sealed class PduReader(Stream stream, int maxOctets)
{
    private const int ReadOctets = 64 * 1024;

    private readonly PipeReader _pipe = PipeReader.Create(
        stream, new StreamPipeReaderOptions(bufferSize: ReadOctets, minimumReadSize: ReadOctets / 4, leaveOpen: true));

    private ReadOnlySequence<byte> _buffer;
    private bool _holding;

    /// <summary>Octets at the end that make no whole PDU: a peer that closes here was cut off.</summary>
    public bool HasRest => !_buffer.IsEmpty;

    /// <summary>Waits for more octets; false at the end of the stream.</summary>
    public async ValueTask<bool> FillAsync(CancellationToken cancel)
    {
        if (_holding) _pipe.AdvanceTo(_buffer.Start, _buffer.End);
        _holding = false;
        var read = await _pipe.ReadAsync(cancel);
        _buffer = read.Buffer;
        _holding = true;
        return !read.IsCompleted;
    }

    public FrameResult TryNext(out Pdu? pdu)
    {
        var result = Framer.TryCut(ref _buffer, maxOctets, out var octets);
        pdu = result == FrameResult.Frame ? PduCodec.Decode(octets.ToArray()) : null;
        return result;
    }

    public ValueTask CompleteAsync() => _pipe.CompleteAsync();
}
