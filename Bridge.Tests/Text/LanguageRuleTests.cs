using Bridge.Protocol.Text;

namespace Bridge.Tests.Text;

public class LanguageRuleTests
{
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
    public void A_text_shows_its_language(string text, string language) => LanguageRule.Of(text).ShouldBe(language);
}
