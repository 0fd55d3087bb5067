using System.Buffers;
using System.Buffers.Binary;

namespace Bridge.Protocol.Smpp;

/// <summary>The result of <see cref="Framer.TryCut"/>.</summary>
public enum FrameResult
{
    /// <summary>The buffer does not hold a whole PDU yet.</summary>
    NeedMore,

    /// <summary>One PDU was cut off.</summary>
    Frame,

    /// <summary>
    /// command_length is below 16 or above the limit, so it is unknown where the next PDU begins. Close the connection (SMPP v3.4 §3.2).
    /// </summary>
    Corrupt,
}

/// <summary>Cuts a stream of octets into PDUs. It looks only at command_length.</summary>
public static class Framer
{
    /// <summary>
    /// Cuts one PDU off the front of a buffer. command_length is checked as soon as its four octets are there, so that nobody waits for, or
    /// makes room for, a PDU that is too large.
    /// </summary>
    /// <param name="buffer">What was received. Moves past the PDU that was cut off; else it is not changed.</param>
    /// <param name="maxOctets">The largest PDU to be cut off, in octets, the header included.</param>
    /// <param name="pdu">The PDU, header included: a slice of the buffer, no copy.</param>
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

        // The first segment ends inside command_length.
        Span<byte> octets = stackalloc byte[sizeof(uint)];
        buffer.Slice(0, sizeof(uint)).CopyTo(octets);
        length = BinaryPrimitives.ReadUInt32BigEndian(octets);
        return true;
    }
}
