using System.Globalization;

namespace Bridge.Protocol.Text;

/// <summary>What an operator's phones can show, fixed-line ones above all.</summary>
public enum Displays
{
    All,

    /// <summary>Unicode's basic plane, no surrogate pairs.</summary>
    BasicPlane,

    /// <summary>The GSM 7-bit default alphabet and its extension.</summary>
    Gsm7,
}

/// <summary>Counts what a person will not see. Nothing is replaced: a phone that shows a box still shows the rest.</summary>
public static class DisplayRule
{
    /// <summary>How many characters, as a reader counts them, have a code point that the phones cannot show.</summary>
    public static int Unshowable(string text, Displays displays)
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
        displays == Displays.Gsm7 ? Gsm7.Count(character) is not null : !character.ContainsAnyInRange('\uD800', '\uDFFF');
}
