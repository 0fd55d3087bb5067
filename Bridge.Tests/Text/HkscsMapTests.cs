using System.Text;
using Bridge.Protocol.Text;
using Bridge.Tests.Support;

namespace Bridge.Tests.Text;

[Trait("Speed", "peers")]
public class HkscsMapTests
{
    private static DecodedText Decode(string text) => TextDecoder.Decode(Encoding.BigEndianUnicode.GetBytes(text), 0x08, Alphabet.Gsm7);

    [Fact]
    public void Private_use_characters_of_old_phones_become_the_standard_ones_and_are_counted()
    {
        var text = Decode("\uECDA\uF325\uE3F4賊喺\uECD1門");
        text.Text.ShouldBe("啲Ê̄𧃰賊喺嘅門");
        text.Problems.ShouldBe(["private-use characters converted: 4"]);
    }

    [Fact]
    public void A_private_use_character_that_HKSCS_does_not_know_stays_with_its_code_behind_it()
    {
        var text = Decode("火\uF8FF警\U00100000");
        text.Text.ShouldBe("火\uF8FF[U+F8FF]警\U00100000[U+100000]");
        text.Problems.ShouldBe(["private-use characters unknown: U+F8FF U+100000"]);
    }

    [Fact]
    public void Every_place_of_the_table_is_shown_as_its_characters_and_four_are_a_letter_with_its_mark()
    {
        var known = Enumerable.Range(0xE000, 0x1900).Where(place => HkscsMap.FindStandard((char)place) is not null).ToList();
        known.Count.ShouldBe(5_058);
        known
            .Where(place => HkscsMap.FindStandard((char)place)!.EnumerateRunes().Count() > 1)
            .Select(place => HkscsMap.FindStandard((char)place))
            .ShouldBe(["Ê̄", "Ê̌", "ê̄", "ê̌"]);
        foreach (var place in known)
        {
            var text = Decode($"喺{(char)place}度");
            text.Text.ShouldBe($"喺{HkscsMap.FindStandard((char)place)}度");
            text.Problems.ShouldBe(["private-use characters converted: 1"]);
        }
    }

    [NeedsToolFact("iconv")]
    public async Task The_table_is_that_of_iconv()
    {
        // The formula from a Big5 code to its private-use place, for every code that iconv's BIG5-HKSCS knows.
        var codes = (
            from lead in Enumerable.Range(0x81, 0x7E)
            from trail in Enumerable.Range(0x40, 0xBF)
            where trail is < 0x7F or > 0xA0
            select (lead, trail))
            .Select(code => (code.lead, code.trail, place: PrivateUse(code.lead, code.trail)))
            .Where(code => code.place is not null)
            .ToList();
        codes.Count.ShouldBe(6217);

        // A line a code: of one that iconv does not know "-c" leaves out the lead, and an ASCII trail stands alone.
        var input = codes.SelectMany(code => (byte[])[(byte)code.lead, (byte)code.trail, (byte)'\n']).ToArray();
        var lines = Encoding.UTF8.GetString(
            await OtherImplementation.RunAsync("sh", input, "-c", "iconv -c -f BIG5-HKSCS -t UTF-8 || true")).Split('\n');
        lines.Length.ShouldBe(codes.Count + 1);

        int same = 0, amended = 0, withdrawn = 0;
        foreach (var (line, code) in lines.Zip(codes))
        {
            var theirs = line.Length == 1 && char.IsAscii(line[0]) ? "" : line;
            var ours = HkscsMap.FindStandard((char)code.place!.Value);
            if (ours == theirs) same++;
            else if (theirs.Length == 0 && ours is not null) withdrawn++; // GCCS codes that HKSCS-2008 no longer has
            else if (theirs.Length == 0) continue;
            else amended++;
        }

        (same, amended, withdrawn).ShouldBe((4965, 3, 90));
    }

    private static int? PrivateUse(int lead, int trail)
    {
        var i = trail < 0x7F ? trail - 0x40 : trail - 0x62;
        return lead switch
        {
            >= 0xFA and <= 0xFE => 0xE000 + (157 * (lead - 0xFA)) + i,
            >= 0x8E and <= 0xA0 => 0xE311 + (157 * (lead - 0x8E)) + i,
            >= 0x81 and <= 0x8D => 0xEEB8 + (157 * (lead - 0x81)) + i,
            0xC6 when trail >= 0xA1 => 0xF6B1 + i - 63,
            0xC7 or 0xC8 => 0xF6B1 + (157 * (lead - 0xC6)) + i - 63,
            _ => null,
        };
    }
}
