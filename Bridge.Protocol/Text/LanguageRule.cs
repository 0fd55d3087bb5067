namespace Bridge.Protocol.Text;

/// <summary>Classifies the language of a text by its characters alone. It is meant for choosing the language of an answer.</summary>
public static class LanguageRule
{
    private const byte Latin = 1, Chinese = 2, Hant = 4, Hans = 8;

    /// <summary>What each code point is evidence of, up to the end of the planes that have Chinese characters.</summary>
    private static readonly byte[] Evidence = Load();

    /// <summary>
    /// Classifies a text. One Chinese character makes it Chinese, because people in Hong Kong mix "MTR" and "OK" into Chinese. The script
    /// of which the text has more characters counts, and traditional if it has as many of both. A text without Chinese is English if it has
    /// a Latin letter.
    /// </summary>
    /// <returns>
    /// <c>zh-Hant</c>, <c>zh-Hans</c>, <c>zh</c> for Chinese characters that both scripts share, <c>en</c>, or <c>und</c> for none of
    /// these.
    /// </returns>
    public static string Classify(string text)
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
        foreach (var line in EmbeddedTable.ReadLines("chinese-marks"))
        {
            var mark = line.StartsWith("Hant", StringComparison.Ordinal) ? Hant : Hans;
            foreach (var rune in line.AsSpan(5).EnumerateRunes()) evidence[rune.Value] |= mark;
        }

        return evidence;
    }

    // The CJK unified and compatibility ideographs, and all of planes 2 and 3.
    private static bool IsHan(int c) =>
        c is 0x3007 or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);

    // ASCII, accented and full-width letters.
    private static bool IsLatin(int c) =>
        (c | 0x20) is >= 'a' and <= 'z' || c is >= 0xC0 and <= 0x24F and not 0xD7 and not 0xF7
        || c is (>= 0xFF21 and <= 0xFF3A) or (>= 0xFF41 and <= 0xFF5A);
}
