using System.Buffers.Binary;

namespace Bridge.Protocol.Smpp;

/// <summary>The four big-endian words that every PDU begins with (SMPP v3.4 §3.2).</summary>
public readonly record struct PduHeader(uint Length, CommandId Command, CommandStatus Status, uint Sequence)
{
    /// <summary>A word that is not all there reads as zero.</summary>
    public static PduHeader Read(ReadOnlySpan<byte> octets) =>
        new(Word(octets, 0), (CommandId)Word(octets, 4), (CommandStatus)Word(octets, 8), Word(octets, 12));

    public void Write(Span<byte> octets)
    {
        BinaryPrimitives.WriteUInt32BigEndian(octets, Length);
        BinaryPrimitives.WriteUInt32BigEndian(octets[4..], (uint)Command);
        BinaryPrimitives.WriteUInt32BigEndian(octets[8..], (uint)Status);
        BinaryPrimitives.WriteUInt32BigEndian(octets[12..], Sequence);
    }

    private static uint Word(ReadOnlySpan<byte> octets, int at) =>
        octets.Length < at + 4 ? 0 : BinaryPrimitives.ReadUInt32BigEndian(octets[at..]);
}
