using System.Globalization;

namespace Bridge.Protocol.Text;

/// <summary>Which characters the phones of an operator can show. It matters for fixed-line phones above all.</summary>
public enum Displays
{
    /// <summary>All of Unicode.</summary>
    All,

    /// <summary>Unicode's basic plane: no surrogate pairs.</summary>
    BasicPlane,

    /// <summary>The GSM 7-bit default alphabet and its extension.</summary>
    Gsm7,
}

/// <summary>
/// Tells what of a text a person will not see. It replaces nothing: a phone that shows a box for one character shows the rest.
/// </summary>
public static class DisplayRule
{
    /// <summary>Counts the characters that the phones cannot show, as a reader counts characters (grapheme clusters).</summary>
    public static int CountUnshowable(string text, Displays displays)
    {
        if (displays == Displays.All) return 0;
        var count = 0;
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            var length = StringInfo.GetNextTextElementLength(rest);
            if (!CanShow(rest[..length], displays)) count++;
            rest = rest[length..];
        }

        return count;
    }

    private static bool CanShow(ReadOnlySpan<char> character, Displays displays) =>
        displays == Displays.Gsm7 ? Gsm7.CountSeptets(character) is not null : !character.ContainsAnyInRange('\uD800', '\uDFFF');
}
