using System.Buffers;

namespace Bridge.Protocol.Smpp;

/// <summary>Octets of one whole PDU to its type and back. Knows one body at a time; never throws on what a peer sent.</summary>
public static class PduCodec
{
    /// <summary>Decodes one whole PDU, header included. The array becomes the PDU's own (<see cref="Pdu.Octets"/>).</summary>
    public static Pdu Decode(ReadOnlyMemory<byte> octets) => throw new NotImplementedException();

    /// <summary>Encodes with command_length computed; strict: a field past the spec's length throws <see cref="ArgumentException"/> naming it.</summary>
    public static void Encode(Pdu pdu, IBufferWriter<byte> output) => throw new NotImplementedException();
}
