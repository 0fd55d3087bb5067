using System.Net;

namespace Bridge.Worker.Decode.Capture;

/// <summary>
/// One direction of a connection, assembled: runs of octets without a hole, and the packet that brought each octet.
/// </summary>
internal sealed class TcpStream(IPEndPoint from, IPEndPoint to)
{
    private readonly List<(uint Sequence, ReadOnlyMemory<byte> Octets, int Packet)> _segments = [];

    public string Name => $"{from} to {to}";

    public void Add(TcpSegment segment, int packet)
    {
        if (!segment.Octets.IsEmpty) _segments.Add((segment.Sequence, segment.Octets, packet));
    }

    /// <summary>
    /// In the order of the sequence numbers, without what came twice. A new run begins after what the capture has lost.
    /// </summary>
    public IEnumerable<StreamRun> Runs()
    {
        if (_segments.Count == 0) yield break;
        var origin = _segments[0].Sequence;
        var run = new StreamRun();
        long next = 0;
        foreach (var (sequence, octets, packet) in _segments.OrderBy(segment => Distance(origin, segment.Sequence)))
        {
            var at = Distance(origin, sequence);
            if (run.Length > 0 && at > next)
            {
                yield return run;
                run = new();
            }

            if (run.Length == 0) next = at;
            var known = (int)Math.Min(octets.Length, next - at);
            run.Add(octets.Span[known..], packet);
            next += octets.Length - known;
        }

        yield return run;
    }

    /// <summary>Sequence numbers wrap around: half of them lie ahead, half behind.</summary>
    private static long Distance(uint from, uint to) => unchecked((int)(to - from));
}

internal sealed class StreamRun
{
    private readonly List<byte> _octets = [];
    private readonly List<(int At, int Packet)> _packets = [];

    public int Length => _octets.Count;

    public byte[] ToArray() => [.. _octets];

    public void Add(ReadOnlySpan<byte> octets, int packet)
    {
        if (octets.IsEmpty) return;
        _packets.Add((_octets.Count, packet));
        _octets.AddRange(octets);
    }

    /// <summary>The packet that brought the octet.</summary>
    public int PacketAt(int at) => _packets.FindLast(packet => packet.At <= at).Packet;
}

internal static class TcpStreams
{
    /// <summary>Assembles both directions of every connection. A SYN on the same ports begins another connection.</summary>
    public static IReadOnlyList<TcpStream> Assemble(IEnumerable<CapturedPacket> packets)
    {
        List<TcpStream> streams = [];
        Dictionary<(IPEndPoint From, IPEndPoint To), TcpStream> open = [];
        var number = 0;
        foreach (var packet in packets)
        {
            number++;
            if (TcpSegment.Read(packet) is not { } segment) continue;
            var key = (segment.From, segment.To);
            if (segment.IsSyn || !open.TryGetValue(key, out var stream)) streams.Add(open[key] = stream = new(segment.From, segment.To));
            stream.Add(segment, number);
        }

        return streams;
    }
}
