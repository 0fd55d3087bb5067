using System.Text;

namespace Bridge.Protocol.Text;

/// <summary>
/// The last step of decoding: what a screen, a JSON document or a database would drop or garble is made visible, and HKSCS's private-use
/// characters become the standard ones; a private-use character that HKSCS does not know stays, with its code behind it. Nothing is
/// normalised: some of them are compatibility ideographs.
/// </summary>
internal static class VisibleText
{
    /// <summary>Codes of unknown private-use characters that a problem names at most.</summary>
    private const int MostCodes = 8;

    /// <summary>From here on Unicode has private use only.</summary>
    private const int PrivatePlanes = 0xF0000;

    public static string Of(string text, ICollection<string> problems)
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
            else if (HkscsMap.IsPrivateUse(unit) && HkscsMap.Standard(unit) is { } standard)
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
        if (unknown.Count > 0) problems.Add(TextProblem.UnknownPrivateUse(unknown.Take(MostCodes)));
        return shown.ToString();

        // What fonts have nothing for, or whatever they like: the code behind it says what it is.
        void ShowCode(int codePoint)
        {
            shown.Append(Code(codePoint));
            unknown.Add(codePoint);
        }
    }

    private static string Code(int codePoint) => $"[U+{codePoint:X4}]";
}
