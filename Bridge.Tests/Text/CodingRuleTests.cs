using System.Text;
using Bridge.Protocol.Text;

namespace Bridge.Tests.Text;

/// <summary>The lies that data_coding tells in the field: the best reading is shown, and said to be one.</summary>
[Trait("Speed", "unit")]
public class CodingRuleTests
{
    private static readonly Encoding Latin1 = Encoding.Latin1;

    /// <summary>
    /// All but the one whose octets are letters and nothing else: swapped it is 入級入級, in GSM-7 eQTñeQTñ, and nobody can tell.
    /// </summary>
    public static TheoryData<string> Chinese => [.. GuideTexts.Chinese.Where(text => !text.StartsWith("救命", StringComparison.Ordinal))];

    public static TheoryData<string> English => [.. GuideTexts.English];

    [Theory]
    [MemberData(nameof(Chinese))]
    public void UCS_2_labelled_as_the_default_alphabet(string written)
    {
        (int, Alphabet, string)[] declared =
            [(0x00, Alphabet.Gsm7, "gsm7"), (0x01, Alphabet.Gsm7, "ascii"), (0x03, Alphabet.Gsm7, "latin1"),
                (0x00, Alphabet.Ascii, "ascii")];
        foreach (var (coding, alphabet, name) in declared)
        {
            var text = TextDecoder.Decode(Encoding.BigEndianUnicode.GetBytes(written), (byte)coding, alphabet);
            text.Text.ShouldBe(written);
            text.Alphabet.ShouldBe(Alphabet.Ucs2);
            text.Problems.ShouldBe([$"declared {name}, read as ucs2"]);
        }
    }

    [Theory]
    [MemberData(nameof(Chinese))]
    public void UCS_2_with_its_octets_swapped(string written)
    {
        var text = TextDecoder.Decode(Encoding.Unicode.GetBytes(written), 0x08, Alphabet.Gsm7);
        text.Text.ShouldBe(written);
        text.Problems.ShouldBe([TextProblem.LittleEndian]);
    }

    [Theory]
    [MemberData(nameof(English))]
    public void English_in_UCS_2_labelled_as_the_default_alphabet(string written) =>
        TextDecoder.Decode(Encoding.BigEndianUnicode.GetBytes(written), 0x00, Alphabet.Gsm7).Text.ShouldBe(written);

    [Theory]
    [MemberData(nameof(English))]
    public void Packed_septets_where_one_an_octet_was_agreed(string written)
    {
        var text = TextDecoder.Decode(SeptetPacking.Pack(Gsm7.Encode(written)), 0x00, Alphabet.Gsm7);
        text.Text.ShouldBe(written);
        text.Problems.ShouldBe(["declared gsm7, read as gsm7-packed"]);
    }

    [Theory]
    [MemberData(nameof(English))]
    public void One_septet_an_octet_where_packing_was_agreed(string written)
    {
        var text = TextDecoder.Decode(Gsm7.Encode(written), 0x00, Alphabet.Gsm7Packed);
        text.Text.ShouldBe(written);
        text.Problems.ShouldHaveSingleItem().ShouldStartWith("declared gsm7-packed, read as ");
    }

    [Theory]
    [MemberData(nameof(English))]
    public void English_one_octet_a_character_labelled_UCS_2(string written)
    {
        var text = TextDecoder.Decode(Encoding.ASCII.GetBytes(written), 0x08, Alphabet.Gsm7);
        text.Text.ShouldBe(written);
        text.Problems.ShouldContain("declared ucs2, read as ascii");
    }

    [Theory]
    [InlineData("Café de Coral, Nathan Road: man collapsed")]
    [InlineData("Señora Peña está herida")]
    [InlineData("Über 20 Verletzte")]
    public void Latin1_where_GSM_7_was_agreed(string written)
    {
        var text = TextDecoder.Decode(Latin1.GetBytes(written), 0x00, Alphabet.Gsm7);
        text.Text.ShouldBe(written);
        text.Problems.ShouldBe(["declared gsm7, read as latin1"]);
    }

    [Fact]
    public void UTF_8_where_no_alphabet_of_SMPP_is()
    {
        foreach (byte coding in new byte[] { 0x00, 0x01, 0x03, 0x04 })
        {
            TextDecoder.Decode("火警、有人被困屋內"u8, coding, Alphabet.Gsm7).Text.ShouldBe("火警、有人被困屋內");
        }
    }

    [Fact]
    public void GSM_7_labelled_ASCII()
    {
        var text = TextDecoder.Decode(Gsm7.Encode("10/F @ Block_B, £5"), 0x01, Alphabet.Gsm7);
        text.Text.ShouldBe("10/F @ Block_B, £5");
        text.Problems.ShouldBe(["declared ascii, read as gsm7"]);
    }

    [Theory]
    [InlineData("@@@@@@@@")]
    [InlineData("@")]
    [InlineData("ΔΦΓΛΩΠΨΣΘΞ")]
    [InlineData("¡¿§¤¥£")]
    [InlineData("Peña")]
    [InlineData("{}[]~^|\\€")]
    public void What_can_be_GSM_7_stays_GSM_7(string written)
    {
        var text = TextDecoder.Decode(Gsm7.Encode(written), 0x00, Alphabet.Gsm7);
        text.Text.ShouldBe(written);
        text.Problems.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("救命 救命 救命 救命")]
    [InlineData("มีไฟไหม้ ช่วยด้วย")] // Thai
    [InlineData("मदद करो, आग लगी है")] // Hindi
    [InlineData("مدد کریں آگ لگی ہے")] // Urdu
    [InlineData("도와주세요")]
    [InlineData("一一")]
    [InlineData("Á")]
    [InlineData("🆘")]
    [InlineData("❤️")]
    public void What_is_declared_UCS_2_stays_UCS_2(string written)
    {
        var text = TextDecoder.Decode(Encoding.BigEndianUnicode.GetBytes(written), 0x08, Alphabet.Gsm7);
        text.Text.ShouldBe(written);
        text.Problems.ShouldBeEmpty();
    }
}
