using System.Text;

namespace Bridge.Protocol.Text;

/// <summary>
/// The last step of decoding: what a screen, a JSON document or a database would drop or garble is made visible, and HKSCS's private-use characters become
/// the standard ones. Nothing is normalised: some of them are compatibility ideographs.
/// </summary>
internal static class VisibleText
{
    /// <summary>Codes of unknown private-use characters that a problem names at most.</summary>
    private const int MostCodes = 8;

    public static string Of(string text, ICollection<string> problems)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uF8FF') && !text.Contains('\0', StringComparison.Ordinal)) return text;

        var shown = new StringBuilder(text.Length);
        var converted = 0;
        var unknown = new SortedSet<char>();
        for (var i = 0; i < text.Length; i++)
        {
            var unit = text[i];
            if (i + 1 < text.Length && char.IsSurrogatePair(unit, text[i + 1]))
            {
                shown.Append(unit).Append(text[++i]);
            }
            else if (char.IsSurrogate(unit))
            {
                shown.Append("[U+").Append(((int)unit).ToString("X4")).Append(']');
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
                if (HkscsMap.IsPrivateUse(unit)) unknown.Add(unit);
            }
        }

        if (converted > 0) problems.Add(TextProblem.PrivateUse(converted));
        if (unknown.Count > 0) problems.Add(TextProblem.UnknownPrivateUse(unknown.Take(MostCodes)));
        return shown.ToString();
    }
}
