using Bridge.Protocol.Smpp;
using Bridge.Worker.Decode.Capture;

namespace Bridge.Worker.Decode;

/// <summary>One PDU of several.</summary>
/// <param name="Place">Where it stood, in words.</param>
internal sealed record CutPdu(string Place, ReadOnlyMemory<byte> Octets);

/// <summary>Finds the PDUs in octets that hold several.</summary>
internal static class PduCutter
{
    /// <summary>More than a PDU can have with the longest message_payload: what claims more is no PDU.</summary>
    private const int MaxOctets = 70_000;

    /// <summary>
    /// Cuts PDUs that stand one behind the other, from the first octet on. What follows a PDU has to begin like one, or a false
    /// command_length would make two PDUs of one.
    /// </summary>
    /// <returns>Null: it is one PDU, sound or not.</returns>
    public static List<CutPdu>? CutSeveral(ReadOnlyMemory<byte> octets)
    {
        var pdus = new List<CutPdu>();
        var at = 0;
        while (at < octets.Length && LengthAt(octets.Span[at..]) is { } length)
        {
            length = Math.Min(length, octets.Length - at);   // the last may be cut off
            pdus.Add(new($"at {at}", octets.Slice(at, length)));
            at += length;
        }

        if (pdus.Count < 2) return null;
        if (at < octets.Length) pdus.Add(new($"at {at}", octets[at..]));
        return pdus;
    }

    /// <summary>
    /// Cuts the PDUs of a capture, in the order in which they arrived. What does not look like SMPP is left out: a capture may begin inside
    /// a PDU, and may have other protocols.
    /// </summary>
    public static List<CutPdu> CutCapture(ReadOnlyMemory<byte> file)
    {
        var pdus = new List<(int Packet, CutPdu Pdu)>();
        foreach (var stream in TcpStreams.Assemble(CaptureFile.Read(file)))
        {
            foreach (var run in stream.Runs()) pdus.AddRange(Cut(run, stream.Name));
        }

        return [.. pdus.OrderBy(pdu => pdu.Packet).Select(pdu => pdu.Pdu)];
    }

    private static IEnumerable<(int Packet, CutPdu Pdu)> Cut(StreamRun run, string name)
    {
        ReadOnlyMemory<byte> octets = run.ToArray();
        for (var at = 0; at < octets.Length;)
        {
            if (LengthAt(octets.Span[at..]) is not { } length)
            {
                at++;
                continue;
            }

            length = Math.Min(length, octets.Length - at);
            var packet = run.PacketAt(at);
            yield return (packet, new($"packet {packet}, {name}", octets.Slice(at, length)));
            at += length;
        }
    }

    /// <summary>command_length, where a likely header stands: its length is possible and its command is in the spec.</summary>
    private static int? LengthAt(ReadOnlySpan<byte> octets)
    {
        if (octets.Length < PduSizes.HeaderOctets) return null;
        var header = PduHeader.Read(octets);
        return header.Length is >= PduSizes.HeaderOctets and <= MaxOctets && header.Command.IsSpecified() ? (int)header.Length : null;
    }
}
