using System.Buffers.Binary;
using System.Text;
using Bridge.Protocol.Smpp;
using Bridge.Tests.Smpp;
using Bridge.Tests.Support;
using Bridge.Worker.Decode;
using Bridge.Worker.Decode.Capture;

namespace Bridge.Tests.Decode;

/// <summary>Several PDUs at once: a stream in hexadecimal, or a capture file.</summary>
[Trait("Speed", "peers")]
public class DecodeManyTests
{
    private static readonly byte[] Text = Wired.Encoded(new DeliverSm
    {
        Sequence = 16,
        Source = new(1, 1, "85291234567"),
        Destination = new(3, 0, "992"),
        DataCoding = 8,
        ShortMessage = Encoding.BigEndianUnicode.GetBytes("有人受傷"),
    });

    private static readonly byte[] Answer = Wired.Encoded(new DeliverSmResp { Sequence = 16 });
    private static readonly byte[] Alive = Wired.Encoded(new EnquireLink { Sequence = 17 });
    private static readonly byte[] Broken = Wired.Deliver(Wired.DeliverBody(smLength: 200));

    private sealed record Outcome(int Exit, string Output, string Error)
    {
        public string[] Headlines => [.. Output.Split('\n').Where(line => line.StartsWith("PDU ", StringComparison.Ordinal))];
    }

    [Fact]
    public void PDUs_one_behind_the_other_are_each_printed()
    {
        var decoded = DecodeHex([.. Text, .. Answer, .. Alive]);

        decoded.Exit.ShouldBe(0);
        decoded.Headlines.ShouldBe(
        [
            "PDU 1 (at 0): deliver_sm ESME_ROK sequence 16", $"PDU 2 (at {Text.Length}): deliver_sm_resp ESME_ROK sequence 16",
            $"PDU 3 (at {Text.Length + Answer.Length}): enquire_link ESME_ROK sequence 17",
        ]);
        decoded.Output.ShouldContain("\"有人受傷\"");
    }

    [Fact]
    public void One_that_is_malformed_is_named_and_the_others_are_read()
    {
        var decoded = DecodeHex([.. Alive, .. Broken, .. Text]);

        decoded.Exit.ShouldBe(65);
        decoded.Error.ShouldStartWith("PDU 2: malformed at offset ");
        decoded.Headlines.Length.ShouldBe(3);
        decoded.Output.ShouldContain("\"有人受傷\"");
    }

    [Fact]
    public void The_last_may_be_cut_off()
    {
        var decoded = DecodeHex([.. Alive, .. Text.AsSpan(0, 30)]);

        decoded.Exit.ShouldBe(65);
        decoded.Error.ShouldStartWith("PDU 2: malformed at offset 0 (0x0): command_length ");
        decoded.Headlines.Length.ShouldBe(2);
    }

    [Fact]
    public void A_capture_is_put_together_and_cut_into_PDUs()
    {
        byte[] stream = [.. Text, .. Alive, .. Text];
        var capture = Pcap.OfConnection(stream.Chunk(7));

        var decoded = Decode(capture);

        decoded.Exit.ShouldBe(0, decoded.Error);
        decoded.Headlines.Select(line => line.Split("): ")[1].Split(' ')[0]).ShouldBe(["deliver_sm", "enquire_link", "deliver_sm"]);
        decoded.Headlines[0].ShouldBe("PDU 1 (packet 1, 127.0.0.1:40000 to 127.0.0.2:2775): deliver_sm ESME_ROK sequence 16");
    }

    [Fact]
    public void Packets_that_came_twice_or_out_of_order_are_put_in_order_and_what_the_capture_lost_is_skipped()
    {
        var packets = Packets(Pcap.OfConnection([.. Text.Chunk(20), Alive, .. Text.Chunk(20)]));
        var first = (Text.Length + 19) / 20;

        Types(packets).ShouldBe(["deliver_sm", "enquire_link", "deliver_sm"]);
        Types([packets[1], .. packets]).ShouldBe(["deliver_sm", "enquire_link", "deliver_sm"], "twice");
        Types([packets[1], packets[0], .. packets[2..]]).ShouldBe(["deliver_sm", "enquire_link", "deliver_sm"], "out of order");
        Types([.. packets[..(first + 1)], .. packets[(first + 2)..]]).ShouldBe(["deliver_sm", "enquire_link"], "the head of the last lost");
        Types(packets[2..]).ShouldBe(["enquire_link", "deliver_sm"], "begun inside a PDU");
    }

    [NeedsToolFact("editcap")]
    public async Task A_pcapng_of_Wireshark_says_the_same_as_the_pcap()
    {
        var pcap = Pcap.OfConnection([Text, Alive]);
        using var folder = new TempFolder();
        var (from, to) = (Path.Combine(folder.Path, "a.pcap"), Path.Combine(folder.Path, "a.pcapng"));
        await File.WriteAllBytesAsync(from, pcap);
        await OtherImplementation.RunAsync("editcap", [], "-F", "pcapng", from, to);
        var pcapng = await File.ReadAllBytesAsync(to);

        BinaryPrimitives.ReadUInt32LittleEndian(pcapng).ShouldBe(0x0A0D0D0Au);
        Decode(pcapng).ShouldBe(Decode(pcap));
    }

    /// <summary>text2pcap makes up the Ethernet, IP and TCP headers.</summary>
    [NeedsToolFact("text2pcap")]
    public async Task A_capture_of_Ethernet_that_Wireshark_made_is_read()
    {
        using var folder = new TempFolder();
        var (from, to) = (Path.Combine(folder.Path, "a.txt"), Path.Combine(folder.Path, "a.pcap"));
        await File.WriteAllTextAsync(from, "0000 " + string.Join(' ', Text.Select(octet => octet.ToString("x2"))) + "\n");
        await OtherImplementation.RunAsync("text2pcap", [], "-q", "-T", "40000,2775", from, to);

        var decoded = Decode(await File.ReadAllBytesAsync(to));

        decoded.Exit.ShouldBe(0, decoded.Error);
        decoded.Headlines.ShouldHaveSingleItem().ShouldContain("deliver_sm");
        decoded.Output.ShouldContain("\"有人受傷\"");
    }

    [Fact]
    public void A_capture_cut_off_or_changed_anywhere_is_survived()
    {
        var capture = Pcap.OfConnection([Text, Alive]);
        var random = new Random(992);
        for (var i = 0; i < 500; i++)
        {
            var damaged = capture[..random.Next(4, capture.Length + 1)];
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            Decode(damaged).Exit.ShouldBeOneOf(0, 65);
        }
    }

    [Fact]
    public void A_capture_without_SMPP_is_told()
    {
        var decoded = Decode(Pcap.OfConnection(["GET / HTTP/1.1\r\n\r\n"u8.ToArray()]));

        decoded.Exit.ShouldBe(65);
        decoded.Error.ShouldBe("no PDU of SMPP in any TCP connection of the capture\n");
    }

    [Fact]
    public void What_is_wrong_stands_beside_its_field()
    {
        var decoded = DecodeHex(Wired.Pdu(
            CommandId.DeliverSm, CommandStatus.SysErr, 0,
            [0, 1, 1, .. "852912345678901234567890\0"u8, 3, 0, .. "992\0"u8, 0, 0, 0, .. "tomorrow\0"u8, 0, 0, 0, 0, 0, 2, .. "hi"u8, 0x02,
                0x0C, 0, 1, 7, 0x04, 0x28, 0, 1, 95]));

        Problems(decoded.Output).ShouldBe(
        [
            "command_status: not 0, as it has to be in a request",
            "sequence_number: not from 1 to 0x7FFFFFFF",
            "source_addr: takes 25 octets, 21 at most",
            "schedule_delivery_time: no time: YYMMDDhhmmsstnnp, or R for p (§7.1.1)",
            "sar_msg_ref_num: has 1 octets, 2 allowed",
        ]);
        decoded.Output.ShouldContain("95: nearing congestion");
        decoded.Exit.ShouldBe(65);
    }

    [Fact]
    public void A_submit_multi_and_who_was_not_reached_are_shown_one_by_one()
    {
        var multi = DecodeHex(
            Wired.Encoded(new SubmitMulti { Sequence = 1, Recipients = [new(new(1, 1, "85291234567")), new(Address.None, "police")] }));
        multi.Exit.ShouldBe(0, multi.Error);
        multi.Output.ShouldContain("a distribution list");
        multi.Output.ShouldContain("\"police\"");

        var resp = DecodeHex(
            Wired.Encoded(
                new SubmitMultiResp
                {
                    Sequence = 1,
                    MessageId = "4",
                    Unreached = [new(new(1, 1, "852"), CommandStatus.InvDstAdr)],
                }));
        resp.Exit.ShouldBe(0, resp.Error);
        resp.Output.ShouldContain("ESME_RINVDSTADR");
    }

    private static IEnumerable<string> Problems(string output)
    {
        var field = "";
        foreach (var line in output.Split('\n').Where(line => line.Length > 61))
        {
            var name = line[33..59].TrimEnd();
            if (name == "  problem") yield return $"{field}: {line[79..]}";
            else field = name;
        }
    }

    private static string[] Types(IEnumerable<byte[]> packets)
    {
        byte[] capture = [.. Pcap.OfConnection([]), .. packets.SelectMany(packet => packet)];
        return
        [
            .. PduCutter
                .CutCapture(capture)
                .Select(pdu => PduCodec.Decode(pdu.Octets))
                .Where(pdu => pdu.Fault is null)
                .Select(pdu => pdu.Command.SpecName()),
        ];
    }

    /// <summary>Each with its record header.</summary>
    private static byte[][] Packets(byte[] capture)
    {
        CaptureFile.IsCapture(capture).ShouldBeTrue();
        var packets = new List<byte[]>();
        for (var at = 24; at < capture.Length;)
        {
            var length = 16 + BinaryPrimitives.ReadInt32LittleEndian(capture.AsSpan(at + 8));
            packets.Add(capture[at..(at + length)]);
            at += length;
        }

        return [.. packets];
    }

    private static Outcome DecodeHex(byte[] octets) => Run([Convert.ToHexString(octets)], Stream.Null);

    private static Outcome Decode(byte[] stdin) => Run([], new MemoryStream(stdin));

    private static Outcome Run(string[] hex, Stream stdin)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        return new(DecodeCommand.Run(hex, null, stdin, output, error), output.ToString(), error.ToString());
    }
}
