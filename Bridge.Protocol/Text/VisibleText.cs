using System.Text;

namespace Bridge.Protocol.Text;

/// <summary>
/// The last step of decoding. It makes visible what a screen, a JSON document or a database would drop or garble, and replaces the
/// private-use characters of HKSCS by the standard ones. A private-use character that HKSCS does not know stays, followed by its code. The
/// text is not normalised, because normalising would replace those standard characters that are compatibility ideographs.
/// </summary>
internal static class VisibleText
{
    /// <summary>How many unknown private-use characters a problem names.</summary>
    private const int MaxCodes = 8;

    /// <summary>From this code point on Unicode has only private-use characters.</summary>
    private const int PrivatePlanes = 0xF0000;

    /// <summary>Makes a text visible, and adds what was wrong with it to <paramref name="problems"/>.</summary>
    public static string From(string text, ICollection<string> problems)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uF8FF') && !text.Contains('\0', StringComparison.Ordinal)) return text;

        var shown = new StringBuilder(text.Length);
        var converted = 0;
        var unknown = new SortedSet<int>();
        for (var i = 0; i < text.Length; i++)
        {
            var unit = text[i];
            if (i + 1 < text.Length && char.IsSurrogatePair(unit, text[i + 1]))
            {
                shown.Append(unit).Append(text[++i]);
                if (char.ConvertToUtf32(unit, text[i]) is >= PrivatePlanes and var far) ShowCode(far);
            }
            else if (char.IsSurrogate(unit))
            {
                shown.Append(Code(unit));
                problems.Add(TextProblem.LoneSurrogate);
            }
            else if (unit == '\0')
            {
                shown.Append('␀');
                problems.Add(TextProblem.Nul);
            }
            else if (HkscsMap.IsPrivateUse(unit) && HkscsMap.FindStandard(unit) is { } standard)
            {
                shown.Append(standard);
                converted++;
            }
            else
            {
                shown.Append(unit);
                if (HkscsMap.IsPrivateUse(unit)) ShowCode(unit);
            }
        }

        if (converted > 0) problems.Add(TextProblem.PrivateUse(converted));
        if (unknown.Count > 0) problems.Add(TextProblem.UnknownPrivateUse(unknown.Take(MaxCodes)));
        return shown.ToString();

        // Fonts show nothing for it, or anything. The code after it says what it is.
        void ShowCode(int codePoint)
        {
            shown.Append(Code(codePoint));
            unknown.Add(codePoint);
        }
    }

    private static string Code(int codePoint) => $"[U+{codePoint:X4}]";
}
