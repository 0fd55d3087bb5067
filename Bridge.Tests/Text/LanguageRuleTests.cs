using System.Text;
using Bridge.Protocol.Text;
using Bridge.Tests.Support;

namespace Bridge.Tests.Text;

[Trait("Speed", "peers")]
public class LanguageRuleTests
{
    /// <summary>
    /// Of the 20,902 oldest characters (U+4E00 to U+9FA5) OpenCC converts all simplified marks but 9, and the traditional ones but for
    /// 1,187 rare ones whose simplified form is in no use. What counts most: to it no simplified mark is a traditional character, and two
    /// rare ones the other way.
    /// </summary>
    [NeedsToolTheory("opencc")]
    [InlineData("zh-Hans", "s2t", "t2s", 9, "")]
    [InlineData("zh-Hant", "t2s", "s2t", 1187, "榝麽")]
    public async Task The_marks_are_of_the_script_that_OpenCC_takes_them_for(
        string language, string toOther, string toItself, int unknown, string disputed)
    {
        var marks = Enumerable
            .Range(0x3400, 0x2F000)
            .Where(c => c is < 0xD800 or > 0xDFFF)
            .Select(char.ConvertFromUtf32)
            .Where(c => LanguageRule.Classify(c) == language)
            .ToList();
        marks.Count.ShouldBeGreaterThan(6_000);

        var converted = await ConvertAsync(marks, toOther);
        marks.Zip(converted).Count(pair => pair.First == pair.Second && pair.First[0] <= '\u9FA5' && pair.First[0] >= '\u4E00')
            .ShouldBe(unknown);
        var kept = await ConvertAsync(marks, toItself);
        string.Concat(marks.Zip(kept).Where(pair => pair.First != pair.Second).Select(pair => pair.First)).ShouldBe(disputed);
    }

    private static async Task<IReadOnlyList<string>> ConvertAsync(List<string> marks, string how)
    {
        var output = await OtherImplementation.RunAsync("opencc", Encoding.UTF8.GetBytes(string.Join('\n', marks)), "-c", how + ".json");
        var lines = Encoding.UTF8.GetString(output).TrimEnd('\n').Split('\n');
        lines.Length.ShouldBe(marks.Count);
        return lines;
    }

    [Theory]
    [InlineData("我在上環 xx 銀行、上環地鐵站 A 出口附近撞車受傷", "zh-Hant")]
    [InlineData("我在上环 xx 银行、上环地铁站 A 出口附近撞车受伤", "zh-Hans")]
    [InlineData("火警", "zh")]
    [InlineData("救命", "zh")]
    [InlineData("八鄉 10 號", "zh-Hant")]
    [InlineData("台后里面 干斗准 温户着", "zh")] // simplified for something, and written in Hong Kong too: no mark
    [InlineData("东西坏了 车铁银护", "zh-Hans")] // in HKSCS, but for names only
    [InlineData("车車", "zh-Hant")] // even
    [InlineData("救護车车车", "zh-Hans")]
    [InlineData("Fire at 10/F", "en")]
    [InlineData("ＨＥＬＰ", "en")]
    [InlineData("SOS 火", "zh")]
    [InlineData("999 !!", "und")]
    [InlineData("🆘", "und")]
    [InlineData("", "und")]
    [InlineData("मदद", "und")]
    [InlineData("𨋢壞咗", "zh-Hant")]
    [InlineData("唔該 喺呢度", "zh-Hant")]
    public void A_text_shows_its_language(string text, string language) => LanguageRule.Classify(text).ShouldBe(language);
}
