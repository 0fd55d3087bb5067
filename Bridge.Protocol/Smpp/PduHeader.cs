using System.Buffers.Binary;

namespace Bridge.Protocol.Smpp;

/// <summary>The header of a PDU: four numbers of 32 bits, big-endian (SMPP v3.4 §3.2).</summary>
/// <param name="Length">command_length (§5.1.1): octets of the whole PDU, the header included.</param>
/// <param name="Command">command_id (§5.1.2).</param>
/// <param name="Status">command_status (§5.1.3).</param>
/// <param name="Sequence">sequence_number (§5.1.4).</param>
public readonly record struct PduHeader(uint Length, CommandId Command, CommandStatus Status, uint Sequence)
{
    /// <summary>Reads a header. A number of which octets are missing reads as 0.</summary>
    public static PduHeader Read(ReadOnlySpan<byte> octets) =>
        new(Word(octets, 0), (CommandId)Word(octets, 4), (CommandStatus)Word(octets, 8), Word(octets, 12));

    /// <summary>Writes a header.</summary>
    /// <param name="octets">Receives the header. Needs room for 16 octets.</param>
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
