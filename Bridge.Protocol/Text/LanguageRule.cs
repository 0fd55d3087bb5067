namespace Bridge.Protocol.Text;

/// <summary>zh-Hant, zh-Hans, zh, en or und, from the characters alone; for choosing a template, never for changing the text.</summary>
public static class LanguageRule
{
    private const byte Latin = 1, Chinese = 2, Hant = 4, Hans = 8;

    /// <summary>What each character is evidence of, up to the end of the supplementary planes with Chinese in them.</summary>
    private static readonly byte[] Evidence = Load();

    /// <summary>
    /// Any Chinese character makes it Chinese, for people here mix "MTR" and "OK" into it. The script with more marks wins, traditional
    /// when they are even; no mark of either is <c>zh</c>. Without Chinese, any Latin letter makes it <c>en</c>.
    /// </summary>
    public static string Of(string text)
    {
        int hant = 0, hans = 0, all = 0;
        for (var i = 0; i < text.Length; i++)
        {
            int character = text[i];
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                character = char.ConvertToUtf32(text[i], text[++i]);
            }

            if (character >= Evidence.Length) continue;
            int evidence = Evidence[character];
            all |= evidence;
            hant += (evidence & Hant) / Hant;
            hans += (evidence & Hans) / Hans;
        }

        if ((all & Chinese) == 0) return (all & Latin) == 0 ? "und" : "en";
        return (hant, hans) switch
        {
            (0, 0) => "zh",
            _ when hans > hant => "zh-Hans",
            _ => "zh-Hant",
        };
    }

    private static byte[] Load()
    {
        var evidence = new byte[0x32400];
        for (var c = 0; c < evidence.Length; c++) evidence[c] = (byte)((IsHan(c) ? Chinese : 0) | (IsLatin(c) ? Latin : 0));
        foreach (var line in EmbeddedTable.Lines("chinese-marks"))
        {
            var mark = line.StartsWith("Hant", StringComparison.Ordinal) ? Hant : Hans;
            foreach (var rune in line.AsSpan(5).EnumerateRunes()) evidence[rune.Value] |= mark;
        }

        return evidence;
    }

    // The CJK unified and compatibility ideographs, the supplementary planes 2 and 3 included.
    private static bool IsHan(int c) =>
        c is 0x3007 or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);

    // ASCII, accented and full-width letters.
    private static bool IsLatin(int c) =>
        (c | 0x20) is >= 'a' and <= 'z' || c is >= 0xC0 and <= 0x24F and not 0xD7 and not 0xF7
        || c is (>= 0xFF21 and <= 0xFF3A) or (>= 0xFF41 and <= 0xFF5A);
}
