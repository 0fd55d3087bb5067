using System.Buffers;
using System.Buffers.Binary;

namespace Bridge.Protocol.Smpp;

public enum FrameResult
{
    /// <summary>The buffer ends inside a PDU: read on.</summary>
    NeedMore,

    /// <summary>One PDU was cut off the front of the buffer.</summary>
    Frame,

    /// <summary>command_length cannot be true, so the next PDU cannot be found: the connection is lost (SMPP v3.4 §3.2).</summary>
    Corrupt,
}

/// <summary>Cuts a stream of octets into PDUs by command_length alone; knows nothing of what is inside.</summary>
public static class Framer
{
    /// <summary>
    /// Cuts one PDU, header included, off the front of <paramref name="buffer"/>, which moves past it. The length is checked as soon as its
    /// four octets are there, before anything is awaited or rented for it.
    /// </summary>
    /// <param name="maxOctets">The largest PDU taken, header included.</param>
    public static FrameResult TryCut(ref ReadOnlySequence<byte> buffer, int maxOctets, out ReadOnlySequence<byte> pdu)
    {
        pdu = default;
        if (!TryReadLength(buffer, out var length)) return FrameResult.NeedMore;
        if (length < PduSizes.HeaderOctets || length > (uint)maxOctets) return FrameResult.Corrupt;
        if (buffer.Length < length) return FrameResult.NeedMore;

        pdu = buffer.Slice(0, length);
        buffer = buffer.Slice(length);
        return FrameResult.Frame;
    }

    private static bool TryReadLength(in ReadOnlySequence<byte> buffer, out uint length)
    {
        if (BinaryPrimitives.TryReadUInt32BigEndian(buffer.FirstSpan, out length)) return true;
        if (buffer.Length < sizeof(uint)) return false;

        // Cut inside its length, as one read in many is.
        Span<byte> octets = stackalloc byte[sizeof(uint)];
        buffer.Slice(0, sizeof(uint)).CopyTo(octets);
        length = BinaryPrimitives.ReadUInt32BigEndian(octets);
        return true;
    }
}
