using Bridge.Protocol.Text;
using Bridge.Tests.Interop;
using Bridge.Tests.Support;

namespace Bridge.Tests.Text;

/// <summary>
/// Every text of the corpus that an alphabet can carry, in octets that somebody else's encoder made, under a false label. Each must be read
/// as it was written, but for those named here: their octets are as good a text in the label's alphabet or in another, and nobody can tell.
/// </summary>
[Trait("Speed", "peers")]
public class LabelLiesTests
{
    /// <summary>Four octets without a top bit each: eQT} is 救命.</summary>
    private static readonly string[] TwoCharacters = ["救命", "水浸", "着火"];

    /// <summary>
    /// GSM-7's Greek capitals alone, Hangul, and a line of a test that is half currency signs: characters that the rule does not count as
    /// everyday ones.
    /// </summary>
    private static readonly string[] NotEveryday = ["ΔΦΓΛΩΠΨΣΘΞ", "도와주세요 불이야", "Café Ñuñoa £20 ¥30 §4 ¿que? ¡ayuda!"];

    private static readonly string[] OneCharacter = [" ", ".", "?", "0", "\n"];

    public static TheoryData<string, byte, Alphabet, string[]> Lies => new()
    {
        { OthersEncoders.Ucs2, 0x00, Alphabet.Gsm7, [.. TwoCharacters, .. OneCharacter, "塌樓", "@@@", .. NotEveryday[..2]] },
        { OthersEncoders.Ucs2, 0x01, Alphabet.Gsm7, [.. TwoCharacters, .. NotEveryday[..2]] },
        { OthersEncoders.Ucs2, 0x04, Alphabet.Gsm7, [.. TwoCharacters, .. NotEveryday] },
        { OthersEncoders.Ucs2, 0x00, Alphabet.Ascii, [.. TwoCharacters, .. NotEveryday[..2]] },
        { OthersEncoders.Packed, 0x00, Alphabet.Gsm7, [NotEveryday[0], NotEveryday[2]] },
        { OthersEncoders.Packed, 0x01, Alphabet.Gsm7, [NotEveryday[0], NotEveryday[2]] },
        { OthersEncoders.Packed, 0x04, Alphabet.Gsm7, [NotEveryday[0], NotEveryday[2]] },
        { OthersEncoders.Gsm7, 0x00, Alphabet.Gsm7Packed, ["help me", "HELP!!!", NotEveryday[0]] },
        { OthersEncoders.Gsm7, 0x01, Alphabet.Gsm7, [NotEveryday[0]] },
        { OthersEncoders.Gsm7, 0x03, Alphabet.Gsm7, [NotEveryday[0]] },
        { OthersEncoders.Latin1, 0x00, Alphabet.Gsm7, [] },
        { OthersEncoders.Latin1, 0x01, Alphabet.Gsm7, [] },
        { OthersEncoders.Utf8, 0x00, Alphabet.Gsm7, [.. NotEveryday[..2]] },
        { OthersEncoders.Utf8, 0x01, Alphabet.Gsm7, [.. NotEveryday[..2]] },
        { OthersEncoders.Utf8, 0x03, Alphabet.Gsm7, [] },
        { OthersEncoders.Utf8, 0x04, Alphabet.Gsm7, [.. NotEveryday] },
    };

    [NeedsToolTheory("node")]
    [MemberData(nameof(Lies))]
    public async Task Every_text_is_read_under_a_false_label_but_those_of_which_nobody_can_tell(
        string encoder, byte dataCoding, Alphabet defaultAlphabet, string[] nobodyCanTell)
    {
        var texts = EmergencyTexts.Corpus().Select(text => text.Text).Where(text => text.Length > 0 && CanCarry(encoder, text)).ToList();
        var bodies = await OthersEncoders.EncodeAsync(encoder, texts);

        var misread = texts.Zip(bodies).Where(pair => TextDecoder.Decode(pair.Second, dataCoding, defaultAlphabet).Text != pair.First)
            .Select(pair => pair.First);
        misread.ShouldBe(nobodyCanTell, ignoreOrder: true);
    }

    /// <summary>
    /// UCS-2 is nearly all that comes: whatever the operator means by data_coding 0, a text that is truly labelled is read as it is,
    /// without a doubt.
    /// </summary>
    [NeedsToolFact("node")]
    public async Task Every_text_is_read_without_a_doubt_under_its_true_label()
    {
        string[] corpus = [.. EmergencyTexts.Corpus().Select(text => text.Text)];
        foreach (var (encoder, coding, alphabet) in new (string, byte, Alphabet)[]
            { (OthersEncoders.Ucs2, 0x08, Alphabet.Gsm7), (OthersEncoders.Gsm7, 0x00, Alphabet.Gsm7),
                (OthersEncoders.Packed, 0x00, Alphabet.Gsm7Packed), (OthersEncoders.Latin1, 0x03, Alphabet.Gsm7) })
        {
            string[] texts = [.. corpus.Where(text => CanCarry(encoder, text))];
            foreach (var (text, body) in texts.Zip(await OthersEncoders.EncodeAsync(encoder, texts)))
            {
                var read = TextDecoder.Decode(body, coding, alphabet);
                read.Text.ShouldBe(text);
                read.Problems.ShouldBeEmpty(text);
            }
        }
    }

    [Theory]
    [InlineData(0x00, Alphabet.Gsm7)]
    [InlineData(0x00, Alphabet.Gsm7Packed)]
    [InlineData(0x03, Alphabet.Gsm7)]
    [InlineData(0x04, Alphabet.Gsm7)]
    [InlineData(0x08, Alphabet.Gsm7)]
    public void A_byte_order_mark_counts_more_than_any_label(byte dataCoding, Alphabet defaultAlphabet)
    {
        TextDecoder.Decode([0xFE, 0xFF, 0xB3, 0xC4], dataCoding, defaultAlphabet).Text.ShouldBe("도");
        TextDecoder.Decode([0xFF, 0xFE, 0xC4, 0xB3], dataCoding, defaultAlphabet).Text.ShouldBe("도");
    }

    [Theory]
    [InlineData("救命！我喺沙田")]
    [InlineData("مدد کریں، آگ لگی ہے")]
    [InlineData("मदद करो")]
    public void UTF_8_labelled_UCS_2(string written)
    {
        var text = TextDecoder.Decode(System.Text.Encoding.UTF8.GetBytes(written), 0x08, Alphabet.Gsm7);
        text.Text.ShouldBe(written);
        text.Problems.ShouldBe(["declared ucs2, read as utf-8"]);
    }

    /// <summary>docs/text.md has the table row for row, in the words and in the order of the code.</summary>
    [Fact]
    public void The_page_for_people_prints_the_table_as_it_is()
    {
        var page = File.ReadAllLines(Repository.File("docs", "text.md"))
            .SkipWhile(line => !line.StartsWith("| label |", StringComparison.Ordinal))
            .Skip(2)
            .TakeWhile(line => line.StartsWith('|'));
        page.ShouldBe(
            CodingRule.Table.Select(row =>
                $"| {Label(row.Declared)} | {row.Reason} | {string.Join(", ", row.Candidates.Select(candidate => candidate.Name))} |")
        );
    }

    private static string Label(Alphabet? label) => label switch
    {
        null => "any",
        Alphabet.Gsm7 => "gsm7",
        Alphabet.Gsm7Packed => "gsm7-packed",
        Alphabet.Ascii => "ascii",
        Alphabet.Latin1 => "latin1",
        Alphabet.Ucs2 => "ucs2",
        _ => "8-bit, or unknown",
    };

    private static bool CanCarry(string encoder, string text) =>
        encoder switch
        {
            OthersEncoders.Gsm7 => Gsm7.CountSeptets(text) is not null,
            OthersEncoders.Packed => Gsm7.CountSeptets(text) is <= 160,
            OthersEncoders.Latin1 =>
                text.All(character => character <= 0xFF) && !text.All(char.IsAscii), // an @ in ASCII is ¡ in GSM-7, and nobody can tell
            OthersEncoders.Utf8 => !text.All(char.IsAscii),
            _ => true,
        };
}
