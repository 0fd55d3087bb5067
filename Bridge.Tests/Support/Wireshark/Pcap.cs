using System.Buffers.Binary;

namespace Bridge.Tests.Support;

/// <summary>
/// A capture file of one TCP connection to port 2775, a segment for each message: what a dissector can read. No checksums: none are
/// checked.
/// </summary>
internal static class Pcap
{
    private const int IpOctets = 20;
    private const int TcpOctets = 20;

    public static byte[] OfConnection(IEnumerable<byte[]> messages)
    {
        using var file = new MemoryStream();
        var global = new byte[24];
        BinaryPrimitives.WriteUInt32LittleEndian(global, 0xA1B2C3D4);
        BinaryPrimitives.WriteUInt16LittleEndian(global.AsSpan(4), 2);
        BinaryPrimitives.WriteUInt16LittleEndian(global.AsSpan(6), 4);
        BinaryPrimitives.WriteUInt32LittleEndian(global.AsSpan(16), 262_144);
        BinaryPrimitives.WriteUInt32LittleEndian(global.AsSpan(20), 101);   // LINKTYPE_RAW: packets begin with their IP header
        file.Write(global);

        var sequence = 1u;
        foreach (var message in messages)
        {
            file.Write(Packet(message, sequence));
            sequence += (uint)message.Length;
        }

        return file.ToArray();
    }

    private static byte[] Packet(byte[] payload, uint sequence)
    {
        var length = IpOctets + TcpOctets + payload.Length;
        var packet = new byte[16 + length];
        BinaryPrimitives.WriteInt32LittleEndian(packet.AsSpan(8), length);
        BinaryPrimitives.WriteInt32LittleEndian(packet.AsSpan(12), length);

        var ip = packet.AsSpan(16);
        ip[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)length);
        ip[8] = 64;
        ip[9] = 6;
        new byte[] { 127, 0, 0, 1, 127, 0, 0, 2 }.CopyTo(ip[12..]);

        var tcp = ip[IpOctets..];
        BinaryPrimitives.WriteUInt16BigEndian(tcp, 40_000);
        BinaryPrimitives.WriteUInt16BigEndian(tcp[2..], 2_775);
        BinaryPrimitives.WriteUInt32BigEndian(tcp[4..], sequence);
        tcp[12] = 5 << 4;
        tcp[13] = 0x18;
        BinaryPrimitives.WriteUInt16BigEndian(tcp[14..], ushort.MaxValue);
        payload.CopyTo(tcp[TcpOctets..]);
        return packet;
    }
}
