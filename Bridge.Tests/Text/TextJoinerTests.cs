using Bridge.Protocol.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Tests.Text;

[Trait("Speed", "unit")]
public class TextJoinerTests
{
    private static ReceivedPart Piece(int number, string hex, byte dataCoding = 0x08, bool hasUdh = false) =>
        new(number, dataCoding, Convert.FromHexString(hex.Replace(" ", "")), hasUdh);

    private static string Join(int total, params ReceivedPart[] pieces) => TextJoiner.Join(pieces, total, Alphabet.Gsm7).Text;

    [Fact]
    public void A_surrogate_pair_split_between_parts_survives() =>
        TextJoiner.Join([Piece(1, "6551 D83D"), Piece(2, "DE97 547D")], 2, Alphabet.Gsm7)
            .ShouldSatisfyAllConditions(text => text.Text.ShouldBe("救🚗命"), text => text.Problems.ShouldBeEmpty());

    [Fact]
    public void An_octet_pair_split_between_parts_survives() => Join(2, Piece(1, "6551 54"), Piece(2, "7D FF01")).ShouldBe("救命！");

    [Fact]
    public void An_octet_that_one_part_lost_garbles_no_other_part()
    {
        var text = TextJoiner.Join([Piece(1, "6551 54"), Piece(2, "FF01 5FEB"), Piece(3, "4F86")], 3, Alphabet.Gsm7);
        text.Text.ShouldBe("救！快來");
        text.Problems.ShouldBe([TextProblem.OddOctets]);
    }

    [Fact]
    public void Two_bodies_of_one_part_stand_on_lines_of_their_own_and_no_gap_is_hidden_by_them()
    {
        Join(1, Piece(1, "6551"), Piece(1, "547D")).ShouldBe("救\n命");
        Join(2, Piece(1, "6551"), Piece(1, "547D")).ShouldBe("救\n命[2/2 missing]");
    }

    [Fact]
    public void An_escape_pair_split_between_parts_survives() => Join(2, Piece(1, "41 1B", 0x00), Piece(2, "65 35", 0x00)).ShouldBe("A€5");

    [Fact]
    public void An_escape_pair_split_between_packed_parts_survives()
    {
        var parts = TextSplitter.Split(new string('a', 152) + "b", LongTextForm.Udh, 1, Alphabet.Gsm7Packed);
        parts.Count.ShouldBe(1);

        byte[] first = [0x05, 0x00, 0x03, 0x07, 0x02, 0x01, .. SeptetPacking.Pack([(byte)'A', 0x1B], 1)];
        byte[] second = [0x05, 0x00, 0x03, 0x07, 0x02, 0x02, .. SeptetPacking.Pack([0x65, (byte)'5'], 1)];
        TextJoiner.Join([new(1, 0, first, true), new(2, 0, second, true)], 2, Alphabet.Gsm7Packed).Text.ShouldBe("A€5");
    }

    [Fact]
    public void Packed_parts_behind_a_fill_bit_are_written_and_read_as_Wireshark_reads_them()
    {
        // The gsm_sms dissector of Wireshark 4.0.17 reads this text in these octets.
        const string Text =
            "Fire at Tin Hei House, 10/F [lift] costs €5 {B}. People are trapped inside & need help. "
            + "People are trapped inside & need help. People are trapped inside & need help. People are trapped inside & need help. end";
        string[] octets =
        [
            "0500030702018C69791914A683A8693708594E8390EFFABCCC02C5602F2368C363A7CDF4"
            + "8D0F347ECFE973D0A65C036D50C24DCA058296DF707619149697417479180E2F934169F7"
            + "3C4D2E834C2077B94C06A1CB6CB80B042DBFE1EC32282C2F83E8F2301C5E2683D2EE"
            + "799A5C069940EE72990C4297D97017085A7EC3D96550585E06D1E56138BC4C06A5DD",
            "050003070202E66972196402B9CB6532085D66C35D2068F90D679741617919449787E1F032199476CFD3E432C8047297CB6410BACC86BB40653719",
        ];

        TextSplitter.Split(Text, LongTextForm.Udh, 7, Alphabet.Gsm7Packed).Select(part => Convert.ToHexString(part.UserData.Span))
            .ShouldBe(octets);
        TextJoiner.Join(
            [Piece(1, octets[0], 0x00, hasUdh: true), Piece(2, octets[1], 0x00, hasUdh: true)], 2, Alphabet.Gsm7Packed).Text.ShouldBe(Text);
    }

    [Fact]
    public void A_gap_shows_at_its_place()
    {
        Join(3, Piece(1, "6551"), Piece(3, "547D")).ShouldBe("救[2/3 missing]命");
        Join(3, Piece(2, "6551")).ShouldBe("[1/3 missing]救[3/3 missing]");
        Join(4, Piece(4, "6551")).ShouldBe("[1/4 missing][2/4 missing][3/4 missing]救");
        Join(2).ShouldBe("[1/2 missing][2/2 missing]");
    }

    [Fact]
    public void A_pair_that_lost_its_other_half_in_a_gap_is_shown()
    {
        var text = TextJoiner.Join([Piece(1, "6551 D83D"), Piece(3, "DE97 547D")], 3, Alphabet.Gsm7);
        text.Text.ShouldBe("救[U+D83D][2/3 missing][U+DE97]命");
        text.Problems.ShouldBe([TextProblem.LoneSurrogate]);
    }

    [Fact]
    public void Parts_in_different_codings_are_each_read_in_their_own()
    {
        var text = TextJoiner.Join([Piece(1, "48 69", 0x00), Piece(2, "6551")], 2, Alphabet.Gsm7);
        text.Text.ShouldBe("Hi救");
        text.Alphabet.ShouldBe(Alphabet.Ucs2);
        text.Problems.ShouldBe([TextProblem.MixedCodings]);
    }

    [Fact]
    public void Private_use_characters_are_counted_over_the_whole_text() =>
        TextJoiner.Join([Piece(1, "ECDA"), Piece(3, "ECDA")], 3, Alphabet.Gsm7).Problems.ShouldBe(["private-use characters converted: 2"]);

    [Fact]
    public void A_false_header_is_part_of_the_text()
    {
        var text = TextJoiner.Join([new(1, 0x00, "HELP"u8.ToArray(), HasUdh: true)], 1, Alphabet.Gsm7);
        text.Text.ShouldBe("HELP");
        text.Problems.ShouldBe([TextProblem.HeaderOverrun]);
    }

    [Theory]
    [InlineData("0B 08 04 00 2A 02 01 6551 547D", TextProblem.HeaderOverrun, "ࠄ*ȁ救命")]
    [InlineData("06 00 03 2A 02 01 01 6551 547D", TextProblem.ElementOverrun, "\u0003⨂ā救命")]
    public void The_text_behind_a_false_header_of_an_odd_length_is_still_read(string hex, string problem, string shown)
    {
        var text = TextJoiner.Join([Piece(1, hex, hasUdh: true)], 1, Alphabet.Gsm7);
        text.Text.ShouldBe(shown);
        text.Problems.ShouldBe([TextProblem.OddOctets, problem], ignoreOrder: true);
    }

    [Fact]
    public void Every_text_in_every_order_of_its_parts_is_joined_to_itself()
    {
        var how = Gen.Elements(Enum.GetValues<LongTextForm>())
            .Zip(Gen.Elements(Alphabet.Gsm7, Alphabet.Gsm7Packed, Alphabet.Ascii, Alphabet.Latin1)).ToArbitrary();
        Prop.ForAll(WrittenTexts.Any, how, ArbMap.Default.GeneratorFor<int>().ToArbitrary(), (text, with, seed) =>
        {
            var parts = TextSplitter.Split(text, with.Item1, reference: 7, with.Item2);
            var arrived = parts.Select(Arrived).ToArray();
            new Random(seed).Shuffle(arrived);

            var joined = TextJoiner.Join([.. arrived.OrderBy(piece => piece.Number)], parts.Count, with.Item2);
            joined.Text.ShouldBe(text);
            joined.Problems.ShouldBeEmpty();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    /// <summary>As the receiver learns it: from the UDH or from the sar_* parameters.</summary>
    private static ReceivedPart Arrived(TextPart part)
    {
        var place = part.Sar ?? UserDataHeader.Read(part.UserData.Span, part.HasUdh).Concatenation;
        return new(place?.Number ?? 1, part.DataCoding, part.UserData, part.HasUdh);
    }
}
