using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Tests.Text;

/// <summary>Texts from empty to a dozen parts, of what people write: with everything that must not be cut in two.</summary>
internal static class WrittenTexts
{
    private static readonly string[] English = ["a", "Help ", "10/F, ", "€", "[x]", "é", "Ω", "\n", "fire. ", "{", "0"];

    // A pair, flags, a family of four joined by ZWJ, a skin tone, a variation selector, combining marks, HKSCS beyond the basic plane,
    // CRLF.
    private static readonly string[] Mixed =
        ["救命", "，", "𨋢", "🚗", "🇭🇰", "👨‍👩‍👧‍👦", "👍🏽", "❤️", "Ê̄", "é̂", "\r\n", "MTR ", "嘅", "。", "ñ", "हि", "ç"];

    public static Arbitrary<string> Any { get; } = Gen.OneOf(Of(English), Of([.. English, .. Mixed])).ToArbitrary();

    private static Gen<string> Of(string[] fragments) =>
        from size in Gen.Frequency((3, Gen.Choose(0, 20)), (3, Gen.Choose(50, 200)), (1, Gen.Choose(300, 800)))
        from chosen in Gen.ArrayOf(Gen.Elements(fragments), size)
        select string.Concat(chosen);
}
