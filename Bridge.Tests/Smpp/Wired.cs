using System.Buffers;
using Bridge.Protocol.Smpp;

namespace Bridge.Tests.Smpp;

/// <summary>Short words for octets in tests.</summary>
internal static class Wired
{
    public static byte[] Encoded(Pdu pdu)
    {
        var output = new ArrayBufferWriter<byte>();
        PduCodec.Encode(pdu, output);
        return output.WrittenSpan.ToArray();
    }

    public static T Decoded<T>(byte[] octets)
        where T : Pdu => PduCodec.Decode(octets).ShouldBeOfType<T>();

    /// <summary>A PDU with its command_length put right.</summary>
    public static byte[] Pdu(CommandId command, CommandStatus status, uint sequence, params byte[] body)
    {
        var octets = new byte[PduSizes.HeaderOctets + body.Length];
        new PduHeader((uint)octets.Length, command, status, sequence).Write(octets);
        body.CopyTo(octets, PduSizes.HeaderOctets);
        return octets;
    }

    /// <summary>The body of a deliver_sm from 85291234567 to 992, "help" in it; <paramref name="smLength"/> may lie.</summary>
    public static byte[] DeliverBody(byte smLength = 4, string text = "help", params byte[] tail) =>
    [
        0,
        1, 1, .. "85291234567\0"u8,
        3, 0, .. "992\0"u8,
        0, 0, 0, 0, 0, 0, 0, 0, 0,
        smLength, .. System.Text.Encoding.Latin1.GetBytes(text),
        .. tail,
    ];

    public static byte[] Deliver(params byte[] body) => Pdu(CommandId.DeliverSm, CommandStatus.Ok, 7, body);
}
