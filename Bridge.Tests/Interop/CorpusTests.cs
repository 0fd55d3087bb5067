using Bridge.Protocol.Text;

namespace Bridge.Tests.Interop;

/// <summary>The texts that go through a real SMSC are of every kind that they are meant to be.</summary>
[Trait("Speed", "unit")]
public class CorpusTests
{
    private static readonly string[] Texts = [.. EmergencyTexts.Corpus().Select(text => text.Text)];

    public static TheoryData<string, Func<string, bool>> Kinds => new()
    {
        { "districts", text => text.Contains("油尖旺", StringComparison.Ordinal) },
        { "addresses", text => text.Contains('號') && text.Contains('樓') },
        { "marker posts", text => text.Contains("M093", StringComparison.Ordinal) },
        { "Cantonese beyond the basic plane", text => text.Contains("𨋢", StringComparison.Ordinal) },
        { "English", text => LanguageRule.Classify(text) == "en" },
        { "Simplified", text => LanguageRule.Classify(text) == "zh-Hans" },
        { "Traditional", text => LanguageRule.Classify(text) == "zh-Hant" },
        { "Hindi", text => text.Any(c => c is >= '\u0900' and <= '\u097F') },
        { "Urdu", text => text.Any(c => c is >= '\u0600' and <= '\u06FF') },
        { "Punjabi", text => text.Any(c => c is >= '\u0A00' and <= '\u0A7F') },
        { "emoji of several code points", text => text.Contains('\u200D', StringComparison.Ordinal) },
        { "nothing", text => text.Length == 0 },
        { "160 septets", text => Gsm7.CountSeptets(text) == 160 },
        { "70 units", text => text.Length == 70 && Gsm7.CountSeptets(text) is null },
        { "ten parts", text => TextSplitter.CountParts(text) == 10 },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_corpus_has(string what, Func<string, bool> isOne) => Texts.Any(isOne).ShouldBeTrue(what);

    [Fact]
    public void There_are_at_least_three_hundred_and_no_two_alike()
    {
        Texts.Length.ShouldBeGreaterThanOrEqualTo(300);
        Texts.ShouldBeUnique();
    }
}
