using System.Buffers.Binary;

namespace Bridge.Worker.Decode.Capture;

/// <summary>One packet as it was captured, link layer included.</summary>
internal readonly record struct CapturedPacket(int LinkType, ReadOnlyMemory<byte> Octets);

/// <summary>
/// The packets of a capture file: pcap (in both byte orders) and pcapng, as tcpdump, dumpcap and Wireshark write them. A file that is cut
/// off is read as far as it goes.
/// </summary>
internal static class CaptureFile
{
    private const uint Micro = 0xA1B2C3D4, Nano = 0xA1B23C4D, Section = 0x0A0D0D0A, ByteOrder = 0x1A2B3C4D;
    private const int GlobalHeader = 24, PacketHeader = 16, BlockFrame = 12;

    public static bool IsCapture(ReadOnlySpan<byte> octets) =>
        octets.Length >= 4 && (Word(octets, false) is Micro or Nano or Section || Word(octets, true) is Micro or Nano);

    public static IEnumerable<CapturedPacket> Read(ReadOnlyMemory<byte> file) =>
        Word(file.Span, false) == Section ? ReadBlocks(file) : ReadPackets(file, isBig: Word(file.Span, true) is Micro or Nano);

    private static IEnumerable<CapturedPacket> ReadPackets(ReadOnlyMemory<byte> file, bool isBig)
    {
        if (file.Length < GlobalHeader) yield break;
        var linkType = (int)(Word(file.Span[20..], isBig) & 0xFFFF);
        for (var at = GlobalHeader; at + PacketHeader <= file.Length;)
        {
            var captured = Word(file.Span[(at + 8)..], isBig);
            at += PacketHeader;
            if (captured > file.Length - at) yield break;
            yield return new(linkType, file.Slice(at, (int)captured));
            at += (int)captured;
        }
    }

    private static IEnumerable<CapturedPacket> ReadBlocks(ReadOnlyMemory<byte> file)
    {
        var isBig = false;
        List<int> linkTypes = [];
        for (var at = 0; at + BlockFrame <= file.Length;)
        {
            var type = Word(file.Span[at..], isBig);
            if (type == Section)
            {
                isBig = Word(file.Span[(at + 8)..], true) == ByteOrder;
                linkTypes = [];
            }

            var length = Word(file.Span[(at + 4)..], isBig);
            if (length < BlockFrame || length > file.Length - at) yield break;
            var body = file.Slice(at + 8, (int)length - BlockFrame);
            at += (int)length;
            switch (type)
            {
                case 1 when body.Length >= 2:   // interface description
                    linkTypes.Add(
                        isBig ? BinaryPrimitives.ReadUInt16BigEndian(body.Span) : BinaryPrimitives.ReadUInt16LittleEndian(body.Span));
                    break;
                case 3 when body.Length >= 4 && linkTypes.Count > 0:   // simple packet
                    yield return new(linkTypes[0], body[4..]);
                    break;
                case 6 when body.Length >= 20:   // enhanced packet
                    var interfaceId = Word(body.Span, isBig);
                    var captured = Word(body.Span[12..], isBig);
                    if (interfaceId < linkTypes.Count && captured <= body.Length - 20)
                    {
                        yield return new(linkTypes[(int)interfaceId], body.Slice(20, (int)captured));
                    }

                    break;
            }
        }
    }

    private static uint Word(ReadOnlySpan<byte> octets, bool isBig) =>
        isBig ? BinaryPrimitives.ReadUInt32BigEndian(octets) : BinaryPrimitives.ReadUInt32LittleEndian(octets);
}
