namespace Bridge.Protocol.Text;

/// <summary>zh-Hant, zh-Hans, zh, en or und, from the characters alone; for choosing a template, never for changing the text.</summary>
public static class LanguageRule
{
    private static readonly HashSet<int> Hant = Load("Hant");
    private static readonly HashSet<int> Hans = Load("Hans");

    /// <summary>
    /// Any Chinese character makes it Chinese, for people here mix "MTR" and "OK" into it. The script with more marks wins, traditional when they are
    /// even; no mark of either is <c>zh</c>. Without Chinese, any Latin letter makes it <c>en</c>.
    /// </summary>
    public static string Of(string text)
    {
        int hant = 0, hans = 0;
        bool chinese = false, latin = false;
        foreach (var rune in text.EnumerateRunes())
        {
            chinese |= IsHan(rune.Value);
            latin |= IsLatin(rune.Value);
            if (Hant.Contains(rune.Value)) hant++;
            else if (Hans.Contains(rune.Value)) hans++;
        }

        if (!chinese) return latin ? "en" : "und";
        return (hant, hans) switch
        {
            (0, 0) => "zh",
            _ when hans > hant => "zh-Hans",
            _ => "zh-Hant",
        };
    }

    // The CJK unified and compatibility ideographs, the supplementary planes 2 and 3 included.
    private static bool IsHan(int c) =>
        c is 0x3007 or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);

    // ASCII, accented and full-width letters.
    private static bool IsLatin(int c) =>
        (c | 0x20) is >= 'a' and <= 'z' || c is >= 0xC0 and <= 0x24F and not 0xD7 and not 0xF7
        || c is (>= 0xFF21 and <= 0xFF3A) or (>= 0xFF41 and <= 0xFF5A);

    private static HashSet<int> Load(string script) =>
    [
        .. EmbeddedTable.Lines("chinese-marks").Where(line => line.StartsWith(script, StringComparison.Ordinal))
            .SelectMany(line => line[5..].EnumerateRunes()).Select(rune => rune.Value),
    ];
}
