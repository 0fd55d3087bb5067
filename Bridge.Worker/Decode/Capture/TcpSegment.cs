using System.Buffers.Binary;
using System.Net;

namespace Bridge.Worker.Decode.Capture;

/// <summary>What matters here of a packet: from whom to whom, where in the stream, the octets.</summary>
internal sealed record TcpSegment(IPEndPoint From, IPEndPoint To, uint Sequence, bool IsSyn, ReadOnlyMemory<byte> Octets)
{
    private const int Tcp = 6;

    /// <returns>Null for what is no whole TCP segment over IPv4 or IPv6: a fragment, ARP, an unknown link type.</returns>
    public static TcpSegment? Read(CapturedPacket packet)
    {
        var octets = packet.Octets;
        var skip = packet.LinkType switch
        {
            0 or 108 => 4,                    // BSD loopback
            1 => EthernetHeader(octets.Span),
            12 or 14 or 101 or 228 or 229 => 0,   // raw IP
            113 => 16,                        // Linux "any"
            276 => 20,                        // Linux "any", version 2
            _ => -1,
        };
        return skip < 0 || skip >= octets.Length ? null : (octets.Span[skip] >> 4) switch
        {
            4 => ReadIPv4(octets[skip..]),
            6 => ReadIPv6(octets[skip..]),
            _ => null,
        };
    }

    private static int EthernetHeader(ReadOnlySpan<byte> octets)
    {
        var at = 12;
        while (octets.Length >= at + 2 && BinaryPrimitives.ReadUInt16BigEndian(octets[at..]) is 0x8100 or 0x88A8) at += 4;   // VLAN tags
        return at + 2;
    }

    private static TcpSegment? ReadIPv4(ReadOnlyMemory<byte> ip)
    {
        if (ip.Length < 20) return null;
        var header = (ip.Span[0] & 0x0F) * 4;
        var total = (int)BinaryPrimitives.ReadUInt16BigEndian(ip.Span[2..]);
        if (total == 0) total = ip.Length;   // segmentation offload: the network card fills it in later
        var isFragment = (BinaryPrimitives.ReadUInt16BigEndian(ip.Span[6..]) & 0x3FFF) != 0;
        if (isFragment || ip.Span[9] != Tcp || header < 20 || header > total || total > ip.Length) return null;
        return ReadTcp(new(ip.Span.Slice(12, 4)), new(ip.Span.Slice(16, 4)), ip[header..total]);
    }

    private static TcpSegment? ReadIPv6(ReadOnlyMemory<byte> ip)
    {
        if (ip.Length < 40) return null;
        var payload = (int)BinaryPrimitives.ReadUInt16BigEndian(ip.Span[4..]);
        if (payload == 0) payload = ip.Length - 40;
        if (ip.Span[6] != Tcp || payload > ip.Length - 40) return null;
        return ReadTcp(new(ip.Span.Slice(8, 16)), new(ip.Span.Slice(24, 16)), ip.Slice(40, payload));
    }

    private static TcpSegment? ReadTcp(IPAddress from, IPAddress to, ReadOnlyMemory<byte> tcp)
    {
        var octets = tcp.Span;
        if (octets.Length < 20) return null;
        var header = (octets[12] >> 4) * 4;
        if (header < 20 || header > octets.Length) return null;
        return new(
            new(from, BinaryPrimitives.ReadUInt16BigEndian(octets)), new(to, BinaryPrimitives.ReadUInt16BigEndian(octets[2..])),
            BinaryPrimitives.ReadUInt32BigEndian(octets[4..]), (octets[13] & 0x02) != 0, tcp[header..]);
    }
}
