using System.Text.RegularExpressions;
using Bridge.Protocol.Smpp;
using Bridge.Tests.Smpp;
using Bridge.Worker.Decode;
using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Tests.Decode;

[Trait("Speed", "unit")]
public partial class DecodeCommandTests
{
    private const string SecondOfThree =
        "0000003d0000000500000000000000100001013835323931323334353637000300393932004000000000000008000e0500032a030262115728" + "4e096a13";

    private sealed record Outcome(int Exit, string Output, string Error);

    private static Outcome Decode(string hex, string? alphabet = null)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        return new(DecodeCommand.Run([hex], alphabet, Stream.Null, output, error), output.ToString(), error.ToString());
    }

    [Fact]
    public void A_text_is_printed_field_by_field()
    {
        var decoded = Decode(SecondOfThree);
        decoded.Exit.ShouldBe(0);
        decoded.Error.ShouldBeEmpty();
        decoded.Output.ShouldBe(
            """
            offset  octets                   field                       spec              meaning
                 0  00 00 00 3D              command_length              §5.1.1            61
                 4  00 00 00 05              command_id                  §5.1.2            deliver_sm
                 8  00 00 00 00              command_status              §5.1.3            ESME_ROK
                12  00 00 00 10              sequence_number             §5.1.4            16
                16  00                       service_type                §5.2.11           ""
                17  01                       source_addr_ton             §5.2.5            international
                18  01                       source_addr_npi             §5.2.6            ISDN (E.163, E.164)
                19  38 35 32 39 31 32 33 34  source_addr                 §5.2.8            "85291234567"
                27  35 36 37 00
                31  03                       dest_addr_ton               §5.2.5            network specific
                32  00                       dest_addr_npi               §5.2.6            unknown
                33  39 39 32 00              destination_addr            §5.2.9            "992"
                37  40                       esm_class                   §5.2.12           message, with UDH
                38  00                       protocol_id                 §5.2.13           0
                39  00                       priority_flag               §5.2.14           0
                40  00                       schedule_delivery_time      §5.2.15           ""
                41  00                       validity_period             §5.2.16           ""
                42  00                       registered_delivery         §5.2.17           no receipt
                43  00                       replace_if_present_flag     §5.2.18           0
                44  08                       data_coding                 §5.2.19           UCS-2
                45  00                       sm_default_msg_id           §5.2.20           0
                46  0E                       sm_length                   §5.2.21           14
                                             short_message               §5.2.22           14 octets
                47  05                       udh length                  23.040 §9.2.3.24  5
                48  00 03 2A 03 02           udh element                 23.040 §9.2.3.24  8-bit reference 42, part 2 of 3
                53  62 11 57 28 4E 09 6A 13  text                                          8 octets
                                               read as                                     ucs2
                                               says                                        "我在三樓"

            """.ReplaceLineEndings("\n"));
    }

    [Theory]
    [MemberData(nameof(VectorTests.Vectors), MemberType = typeof(VectorTests))]
    public void Every_octet_of_every_vector_is_shown_once_and_in_order(string name, string fields, string hex)
    {
        fields.ShouldNotBeEmpty();
        var decoded = Decode(hex);
        decoded.Exit.ShouldBe(0, name);
        OctetsShown(decoded.Output).ShouldBe(Hidden(hex).ToUpperInvariant(), name);
        decoded.Output.ShouldContain(PduCodec.Decode(Convert.FromHexString(hex)).Command.SpecName());
    }

    [Fact]
    public void Whatever_is_cut_off_or_changed_all_that_is_there_is_shown_and_the_codec_judges_it()
    {
        var vectors = VectorTests.Vectors().Select(row => Convert.FromHexString((string)row[2])).ToArray();
        var damaged = from octets in Gen.Elements(vectors)
                      from length in Gen.Choose(1, octets.Length)
                      from at in Gen.Choose(1, Math.Max(1, length - 1))
                      from value in Gen.Choose(0, 255)
                      select octets[..length].Select((octet, i) => i == at ? (byte)value : octet).ToArray();
        Prop.ForAll(damaged.ToArbitrary(), octets =>
        {
            var decoded = Decode(Convert.ToHexString(octets));
            OctetsShown(decoded.Output).Length.ShouldBe(octets.Length * 2);
            var fault = PduCodec.Decode(octets).Fault;
            decoded.Exit.ShouldBe(fault is null ? 0 : 65);
            if (fault is not null)
            {
                decoded.Error.ShouldBe($"malformed at offset {At(fault)} (0x{At(fault):X}): {fault.Field} {fault.Reason}\n");
            }

            static int At(DecodeFault fault) => fault.Field == "command_length" ? 0 : fault.Offset;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void Any_octets_at_all_are_survived()
    {
        Prop.ForAll(ArbMap.Default.GeneratorFor<byte[]>().ToArbitrary(), octets =>
        {
            if (octets.Length > 0) OctetsShown(Decode(Convert.ToHexString(octets)).Output).ShouldBe(Convert.ToHexString(octets));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_malformed_PDU_says_where_and_why()
    {
        var decoded = Decode(string.Concat(SecondOfThree.AsSpan(0, 92), "50", SecondOfThree.AsSpan(94)));
        decoded.Exit.ShouldBe(65);
        decoded.Error.ShouldBe("malformed at offset 47 (0x2F): short_message needs 80 octets, 14 left\n");
        decoded.Output.ShouldContain("\"我在三樓\""); // and all that can be read is read
    }

    [Fact]
    public void A_header_and_text_without_their_PDU_are_read()
    {
        var chinese = Decode("05 00 03 2A 03 02 6211 5728 4E09 6A13");
        chinese.Exit.ShouldBe(0);
        chinese.Output.ShouldContain("8-bit reference 42, part 2 of 3");
        chinese.Output.ShouldContain("\"我在三樓\"");

        Decode("06 08 04 1234 02 01 1B65 35", "gsm7").Output.ShouldContain("\"€5\"");
        Decode("05 00 03 07 02 01 906536FB0D", "gsm7-packed").Output.ShouldContain("\"Hello\""); // one fill bit
    }

    [Fact]
    public void A_header_that_overruns_its_text_is_malformed()
    {
        var decoded = Decode("48 45 4C 50", "gsm7");
        decoded.Exit.ShouldBe(65);
        decoded.Error.ShouldStartWith("malformed at offset 0 (0x0): udh ");
        decoded.Output.ShouldContain("\"HELP\"");
    }

    [Fact]
    public void Data_coding_0_is_read_as_the_operator_means_it()
    {
        var deliver = Wired.Encoded(new DeliverSm { Sequence = 1, ShortMessage = new byte[] { 0x43, 0x61, 0x66, 0xE9 } });
        Decode(Convert.ToHexString(deliver), "latin1").Output.ShouldSatisfyAllConditions(
            output => output.ShouldContain("\"Café\""), output => output.ShouldNotContain("problem"));
        Decode(Convert.ToHexString(deliver)).Output.ShouldContain("declared gsm7, read as latin1");
    }

    [Fact]
    public void A_text_in_message_payload_is_read_too()
    {
        var deliver = Wired.Encoded(
            new DeliverSm { DataCoding = 8, Tlvs = [new(TlvTag.MessagePayload, Convert.FromHexString("6551547D"))] });
        Decode(Convert.ToHexString(deliver)).Output.ShouldContain("\"救命\"");
    }

    [Fact]
    public void A_password_is_never_shown()
    {
        var bind = Wired.Encoded(new Bind { Mode = BindMode.Transceiver, SystemId = "bridge992", Password = "secret08" });
        var decoded = Decode(Convert.ToHexString(bind));
        decoded.Output.ShouldContain("8 characters, not shown");
        decoded.Output.ShouldNotContain("secret08");
        decoded.Output.ShouldNotContain("73 65 63 72");
    }

    [Fact]
    public void A_text_cannot_command_the_terminal() =>
        Decode(
            Convert.ToHexString(
                Wired.Encoded(new DeliverSm { DataCoding = 8, ShortMessage = Convert.FromHexString("001B005B0032004A202E") })))
            .Output.ShouldContain("\"\\u001B[2J\\u202E\"");

    [Fact]
    public void An_alphabet_that_does_not_exist_is_named_with_those_that_do()
    {
        var decoded = Decode("00", "klingon");
        decoded.Exit.ShouldBe(64);
        decoded.Error.ShouldBe("--alphabet is one of gsm7, gsm7-packed, ascii, latin1\n");
    }

    [Fact]
    public void Standard_input_is_read_when_no_octets_are_given()
    {
        using var output = new StringWriter();
        DecodeCommand.Run(
            [], null, new MemoryStream("00000010 00000015 00000000 00000007\n"u8.ToArray()), output, TextWriter.Null).ShouldBe(0);
        output.ToString().ShouldContain("enquire_link");
    }

    [Theory]
    [InlineData("", "no octets given")]
    [InlineData("000", "3 hexadecimal digits are no whole octets")]
    [InlineData("00 00\nhelp", "line 2 is not hexadecimal")]
    public void What_is_no_hexadecimal_is_told(string input, string reason)
    {
        var decoded = Decode(input);
        decoded.Exit.ShouldBe(65);
        decoded.Error.ShouldBe(reason + "\n");
    }

    /// <summary>The middle column, joined.</summary>
    private static string OctetsShown(string output) =>
        string.Concat(
            output
                .Split('\n')
                .Skip(1)
                .Select(line => Row().Match(line))
                .Where(row => row.Success)
                .Select(row => row.Groups[1].Value.Replace(" ", "")));

    [GeneratedRegex(@"^ *\d+  ((?:(?:[0-9A-F]{2}|\*\*) ?){1,8})(?: |$)")]
    private static partial Regex Row();

    private static string Hidden(string hex)
    {
        var octets = Convert.FromHexString(hex);
        if (PduCodec.Decode(octets) is not (Bind or Outbind)) return hex;

        var start = Array.IndexOf(octets, (byte)0, 16) + 1;
        var end = Array.IndexOf(octets, (byte)0, start) + 1;
        return hex[..(start * 2)] + new string('*', (end - start) * 2) + hex[(end * 2)..];
    }
}
