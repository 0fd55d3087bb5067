using System.Globalization;
using Bridge.Protocol.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Tests.Text;

[Trait("Speed", "unit")]
public class TextSplitterTests
{
    [Theory]
    [InlineData(160, 1)]
    [InlineData(161, 2)]
    [InlineData(306, 2)]
    [InlineData(307, 3)]
    public void English_goes_160_in_one_and_153_in_each_of_several(int characters, int parts) =>
        TextSplitter.Split(new string('a', characters), LongTextForm.Udh, 1).Count.ShouldBe(parts);

    [Theory]
    [InlineData(70, 1)]
    [InlineData(71, 2)]
    [InlineData(134, 2)]
    [InlineData(135, 3)]
    public void Chinese_goes_70_in_one_and_67_in_each_of_several(int characters, int parts) =>
        TextSplitter.Split(new string('火', characters), LongTextForm.Udh, 1).Count.ShouldBe(parts);

    [Fact]
    public void The_guides_confirmation_is_one_part_in_UCS_2()
    {
        var part = TextSplitter.Split("收到有關報告，警員很快會到達。", LongTextForm.Udh, 1).ShouldHaveSingleItem();
        part.DataCoding.ShouldBe((byte)0x08);
        part.HasUdh.ShouldBeFalse();
        Convert.ToHexString(part.UserData.Span)
            .ShouldBe("65365230670995DC5831544AFF0C8B6654E15F885FEB6703523090543002"); // as iconv writes it
    }

    [Fact]
    public void An_extended_character_counts_two()
    {
        TextSplitter.Split(new string('€', 80), LongTextForm.Udh, 1).Count.ShouldBe(1);
        TextSplitter.Split(new string('€', 81), LongTextForm.Udh, 1).Count.ShouldBe(2);
    }

    [Fact]
    public void An_escape_pair_is_never_cut()
    {
        var parts = TextSplitter.Split(new string('a', 152) + "€" + new string('b', 20), LongTextForm.Udh, 1);
        parts.Select(part => part.UserData.Length).ShouldBe([6 + 152, 6 + 22]);
    }

    [Fact]
    public void Each_form_carries_the_place_of_a_part_in_its_own_way()
    {
        var text = new string('火', 71);
        var udh = TextSplitter.Split(text, LongTextForm.Udh, 0x2A);
        udh.ShouldAllBe(part => part.HasUdh && part.Sar == null && !part.AsPayload);
        udh.Select(part => Convert.ToHexString(part.UserData.Span[..6])).ShouldBe(["0500032A0201", "0500032A0202"]);
        udh[0].UserData.Length.ShouldBe(140);

        var sar = TextSplitter.Split(text, LongTextForm.Sar, 0x2A);
        sar.ShouldAllBe(part => !part.HasUdh && !part.AsPayload);
        sar.Select(part => part.Sar).ShouldBe([new(ReferenceKind.Sar, 0x2A, 2, 1), new(ReferenceKind.Sar, 0x2A, 2, 2)]);

        var payload = TextSplitter.Split(text, LongTextForm.Payload, 0x2A).ShouldHaveSingleItem();
        (payload.AsPayload, payload.HasUdh, payload.UserData.Length).ShouldBe((true, false, 142));
        TextSplitter.Split("短", LongTextForm.Payload, 0x2A).ShouldHaveSingleItem().AsPayload.ShouldBeFalse();
    }

    [Fact]
    public void Data_coding_0_is_written_as_the_operator_reads_it()
    {
        Convert.ToHexString(TextSplitter.Split("a@é", LongTextForm.Udh, 1)[0].UserData.Span).ShouldBe("610005");
        Convert.ToHexString(TextSplitter.Split("a@é", LongTextForm.Udh, 1, Alphabet.Latin1)[0].UserData.Span).ShouldBe("6140E9");
        Convert.ToHexString(TextSplitter.Split("hellohello", LongTextForm.Udh, 1, Alphabet.Gsm7Packed)[0].UserData.Span)
            .ShouldBe("E8329BFD4697D9EC37");
        TextSplitter.Split("a@", LongTextForm.Udh, 1, Alphabet.Ascii)[0].ShouldSatisfyAllConditions(
            part => part.DataCoding.ShouldBe((byte)0), part => Convert.ToHexString(part.UserData.Span).ShouldBe("6140"));
    }

    [Theory]
    [InlineData("é", Alphabet.Ascii)]
    [InlineData("Ω", Alphabet.Latin1)]
    [InlineData("€", Alphabet.Latin1)]
    [InlineData("á", Alphabet.Latin1)] // in Latin-1, not in GSM-7: the SMSC would have to guess
    [InlineData("ç", Alphabet.Gsm7)]
    [InlineData("`", Alphabet.Ascii)]
    public void What_cannot_be_written_honestly_goes_in_UCS_2(string text, Alphabet defaultAlphabet) =>
        TextSplitter.Split(text, LongTextForm.Udh, 1, defaultAlphabet)[0].DataCoding.ShouldBe((byte)0x08);

    [Fact]
    public void A_packed_part_fills_its_140_octets()
    {
        var parts = TextSplitter.Split(new string('a', 161), LongTextForm.Udh, 1, Alphabet.Gsm7Packed);
        parts[0].UserData.Length.ShouldBe(140);
        TextSplitter.Split(new string('a', 160), LongTextForm.Udh, 1, Alphabet.Gsm7Packed)[0].UserData.Length.ShouldBe(140);
    }

    [Fact]
    public void No_part_is_too_long_and_no_character_is_cut()
    {
        Prop.ForAll(WrittenTexts.Any, text =>
        {
            var parts = TextSplitter.Split(text, LongTextForm.Sar, 1);
            var most = (parts[0].DataCoding, parts.Count) switch { (0, 1) => 160, (0, _) => 153, (_, 1) => 140, _ => 134 };
            parts.ShouldAllBe(part => part.UserData.Length <= most);

            var at = 0;
            var starts = StringInfo.ParseCombiningCharacters(text).ToHashSet();
            foreach (var part in parts.Skip(1).Zip(parts, (_, before) => before))
            {
                at += TextDecoder.Decode(part.UserData.Span, part.DataCoding, Alphabet.Gsm7).Text.Length;
                starts.ShouldContain(at);
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void One_character_longer_than_a_part_is_cut_between_its_code_points()
    {
        var tower = "火" + string.Concat(Enumerable.Repeat("\U000E0100", 100));
        var parts = TextSplitter.Split(tower, LongTextForm.Sar, 1);
        parts.Count.ShouldBe(4);
        string.Concat(parts.Select(part => TextDecoder.Decode(part.UserData.Span, 0x08, Alphabet.Gsm7).Text)).ShouldBe(tower);
    }

    [Fact]
    public void More_than_255_parts_are_refused_without_a_word_of_the_text()
    {
        TextSplitter.Split(new string('a', 255 * 153), LongTextForm.Udh, 1).Count.ShouldBe(255);
        foreach (var form in Enum.GetValues<LongTextForm>())
        {
            var refusal = Should.Throw<ArgumentException>(() => TextSplitter.Split(new string('a', (255 * 153) + 1), form, 1));
            refusal.Message.ShouldNotContain("aa");
        }
    }
}
