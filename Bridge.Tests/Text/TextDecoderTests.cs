using System.Text;
using Bridge.Protocol.Smpp;
using Bridge.Protocol.Text;
using Bridge.Tests.Smpp;
using Bridge.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Tests.Text;

[Trait("Speed", "peers")]
public class TextDecoderTests
{
    private static DecodedText Decode(string hex, byte dataCoding, Alphabet defaultAlphabet = Alphabet.Gsm7) =>
        TextDecoder.Decode(Convert.FromHexString(hex.Replace(" ", "")), dataCoding, defaultAlphabet);

    [Theory]
    [InlineData(0x00, Alphabet.Gsm7)]
    [InlineData(0x01, Alphabet.Ascii)]
    [InlineData(0x02, Alphabet.Binary)]
    [InlineData(0x03, Alphabet.Latin1)]
    [InlineData(0x04, Alphabet.Binary)]
    [InlineData(0x05, Alphabet.Binary)] // JIS
    [InlineData(0x08, Alphabet.Ucs2)]
    [InlineData(0x09, Alphabet.Binary)] // pictograms
    [InlineData(0x0F, Alphabet.Binary)]
    [InlineData(0x10, Alphabet.Gsm7)] // class 0, a flash text
    [InlineData(0x11, Alphabet.Gsm7)]
    [InlineData(0x15, Alphabet.Binary)]
    [InlineData(0x18, Alphabet.Ucs2)]
    [InlineData(0x19, Alphabet.Ucs2)]
    [InlineData(0x1C, Alphabet.Binary)] // reserved
    [InlineData(0x20, Alphabet.Binary)] // compressed
    [InlineData(0x48, Alphabet.Ucs2)]
    [InlineData(0x88, Alphabet.Binary)]
    [InlineData(0xC8, Alphabet.Gsm7)] // message waiting, not UCS-2 with its upper bits masked away
    [InlineData(0xD0, Alphabet.Gsm7)]
    [InlineData(0xE0, Alphabet.Ucs2)]
    [InlineData(0xF0, Alphabet.Gsm7)]
    [InlineData(0xF5, Alphabet.Binary)]
    [InlineData(0xF8, Alphabet.Binary)]
    public void Data_coding_names_an_alphabet(byte dataCoding, Alphabet alphabet) =>
        TextDecoder.ResolveAlphabet(dataCoding, Alphabet.Gsm7).ShouldBe(alphabet);

    [Fact]
    public void Every_value_of_data_coding_means_what_the_specifications_say_and_none_is_masked()
    {
        (string Values, Alphabet Means)[] named =
        [
            ("00 10-13 40-43 50-53 C0-DF F0-F3", Alphabet.Gsm7), ("01", Alphabet.Ascii), ("03", Alphabet.Latin1),
                ("08 18-1B 48-4B 58-5B E0-EF", Alphabet.Ucs2),
        ];
        var expected = Enumerable.Repeat(Alphabet.Binary, 0x100).ToArray();
        foreach (var (values, means) in named)
            foreach (var range in values.Split(' '))
            {
                for (var value = Convert.ToInt32(range[..2], 16); value <= Convert.ToInt32(range[^2..], 16); value++)
                    expected[value] = means;
            }

        Enumerable.Range(0, 0x100).Select(value => TextDecoder.ResolveAlphabet((byte)value, Alphabet.Gsm7)).ShouldBe(expected);
    }

    [NeedsToolFact("tshark")]
    public async Task The_networks_own_groups_of_data_coding_mean_what_Wireshark_takes_them_for()
    {
        byte[] values = [.. Enumerable.Range(0xC0, 0x38).Select(value => (byte)value)];
        var rows = await Wireshark.DissectAsync(
            [.. values.Select(value => Wired.Encoded(new DeliverSm { Sequence = value, DataCoding = value }))],
            "smpp.data_coding",
            "smpp.dcs.sms_coding_group",
            "smpp.dcs.charset");

        rows.Select(row =>
                (row["smpp.dcs.sms_coding_group"], row["smpp.dcs.charset"]) switch
                {
                    ("0x0c" or "0x0d", _) or ("0x0f", "0x00") => Alphabet.Gsm7,
                    ("0x0e", _) => Alphabet.Ucs2,
                    ("0x0f", "0x01") => Alphabet.Binary,
                    var other => throw new InvalidOperationException(other.ToString()),
                })
            .ShouldBe(values.Select(value => TextDecoder.ResolveAlphabet(value, Alphabet.Gsm7)));
    }

    [Fact]
    public void Data_coding_0_means_what_the_operator_says_and_so_do_its_classes()
    {
        TextDecoder.ResolveAlphabet(0x00, Alphabet.Latin1).ShouldBe(Alphabet.Latin1);
        TextDecoder.ResolveAlphabet(0xF1, Alphabet.Gsm7Packed).ShouldBe(Alphabet.Gsm7Packed);
        TextDecoder.ResolveAlphabet(0x03, Alphabet.Ascii).ShouldBe(Alphabet.Latin1);
    }

    [NeedsToolFact("iconv")]
    public async Task Latin1_is_read_as_iconv_reads_it_with_the_typographic_characters_of_windows()
    {
        byte[] octets =
        [
            0x0A,
            0x0D,
            .. Enumerable.Range(0x20, 0x5F).Select(value => (byte)value),
            .. Enumerable.Range(0xA0, 0x60).Select(value => (byte)value),
        ];
        var theirs = Encoding.UTF8.GetString(await OtherImplementation.RunAsync("iconv", octets, "-f", "ISO-8859-1", "-t", "UTF-8"));
        TextDecoder.Decode(octets, 0x03, Alphabet.Gsm7).ShouldSatisfyAllConditions(
            text => text.Text.ShouldBe(theirs), text => text.Problems.ShouldBeEmpty());

        byte[] windows = [.. "I can"u8, 0x92, .. "t speak "u8, 0x96, .. " pay "u8, 0x80, .. "5"u8];
        theirs = Encoding.UTF8.GetString(await OtherImplementation.RunAsync("iconv", windows, "-f", "WINDOWS-1252", "-t", "UTF-8"));
        TextDecoder.Decode(windows, 0x03, Alphabet.Gsm7).ShouldSatisfyAllConditions(
            text => text.Text.ShouldBe(theirs),
            text => text.Alphabet.ShouldBe(Alphabet.Latin1),
            text => text.Problems.ShouldBe([TextProblem.Windows1252]));
    }

    [NeedsToolFact("iconv")]
    public async Task The_guides_examples_are_read_from_UCS_2_as_iconv_writes_it()
    {
        foreach (var example in GuideTexts.Chinese)
        {
            var octets = await OtherImplementation.RunAsync("iconv", Encoding.UTF8.GetBytes(example), "-f", "UTF-8", "-t", "UTF-16BE");
            var text = TextDecoder.Decode(octets, 0x08, Alphabet.Gsm7);
            text.Text.ShouldBe(example);
            text.Alphabet.ShouldBe(Alphabet.Ucs2);
            text.Problems.ShouldBeEmpty();
        }
    }

    [Fact]
    public void Ascii_under_1_is_itself() => Decode("48 45 4C 50 40 5F", 0x01).Text.ShouldBe("HELP@_");

    [Fact]
    public void Packed_septets_are_read_where_the_operator_packs()
    {
        var text = Decode("C8F71D14969741F977FD07", 0x00, Alphabet.Gsm7Packed);
        text.Text.ShouldBe("How are you?");
        text.Alphabet.ShouldBe(Alphabet.Gsm7);
        text.Problems.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("FEFF 6551 547D", "救命")]
    [InlineData("FFFE 5165 7D54", "救命")]
    public void A_byte_order_mark_is_honoured_and_not_shown(string hex, string expected) => Decode(hex, 0x08).Text.ShouldBe(expected);

    [Theory]
    [InlineData("6551 547D D83D", "救命[U+D83D]")]
    [InlineData("DE97 6551", "[U+DE97]救")]
    [InlineData("D83D D83D DE97", "[U+D83D]🚗")]
    public void A_lone_surrogate_is_shown_and_told(string hex, string expected)
    {
        var text = Decode(hex, 0x08);
        text.Text.ShouldBe(expected);
        text.Problems.ShouldBe([TextProblem.LoneSurrogate]);
    }

    [Fact]
    public void An_odd_octet_costs_only_itself()
    {
        var text = Decode("6551 547D FF", 0x08);
        text.Text.ShouldBe("救命");
        text.Problems.ShouldBe([TextProblem.OddOctets]);
    }

    [Fact]
    public void A_nul_is_shown_for_a_database_would_refuse_it() => Decode("6551 0000", 0x08).ShouldSatisfyAllConditions(
        text => text.Text.ShouldBe("救␀"), text => text.Problems.ShouldBe([TextProblem.Nul]));

    [Fact]
    public void Octets_that_are_no_text_are_shown_in_hexadecimal()
    {
        var text = Decode("00 1B FF 02", 0x04);
        text.Text.ShouldBe("[00 1B FF 02]");
        text.Alphabet.ShouldBe(Alphabet.Binary);
        text.Problems.ShouldBe([TextProblem.NotText]);
    }

    [Fact]
    public void A_text_sent_as_binary_is_a_text()
    {
        TextDecoder.Decode("Fire at Tin Ping Estate"u8, 0x04, Alphabet.Gsm7).ShouldSatisfyAllConditions(
            text => text.Text.ShouldBe("Fire at Tin Ping Estate"),
            text => text.Problems.ShouldBe(["declared binary, read as ascii"]));
        TextDecoder.Decode("火警，有人被困屋內"u8, 0x04, Alphabet.Gsm7).Text.ShouldBe("火警，有人被困屋內");
        Decode("706B 8B66 FF0C 6709 4EBA 88AB 56F0", 0x04).Text.ShouldBe("火警，有人被困");
    }

    [Fact]
    public void An_unknown_data_coding_is_named_and_its_text_still_read()
    {
        var text = TextDecoder.Decode("Help, fire"u8, 0x8B, Alphabet.Gsm7);
        text.Text.ShouldBe("Help, fire");
        text.Problems.ShouldBe(["data_coding names no known alphabet: 0x8B", "declared binary, read as ascii"], ignoreOrder: true);
        TextProblem.Label("data_coding names no known alphabet: 0x8B").ShouldBe("data_coding names no known alphabet");
    }

    [Fact]
    public void Decoding_never_throws()
    {
        var octets = ArbMap.Default.GeneratorFor<byte[]>().ToArbitrary();
        var coding = ArbMap.Default.GeneratorFor<byte>().ToArbitrary();
        var how = Gen.Elements(Enum.GetValues<Alphabet>()).Zip(Gen.Choose(0, 6)).ToArbitrary();
        Prop.ForAll(octets, coding, how, (body, dataCoding, with) =>
        {
            var text = TextDecoder.Decode(body, dataCoding, with.Item1, with.Item2);
            var replaced = text.Text.EnumerateRunes().Any(rune => rune.Value == 0xFFFD); // a lone surrogate enumerates as U+FFFD too
            var sentAsSuch = body.Contains((byte)0xFD) || body.Contains((byte)0xBD);
            return (!replaced || sentAsSuch) && !text.Text.Contains('\0') && text.Alphabet != Alphabet.Gsm7Packed;
        }).QuickCheckThrowOnFailure();
    }
}
