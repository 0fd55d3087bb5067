using System.Text;

namespace Bridge.Protocol.Text;

/// <summary>Converts between text and the septets of GSM-7, one an octet (3GPP TS 23.038 §6.2.1).</summary>
internal static class Gsm7
{
    /// <summary>
    /// Decodes septets. The top bit of each octet is ignored. After an escape, a septet without an extended character decodes to its own
    /// character (§6.2.1.1), and a second escape to a space, as does an escape at the end. A septet without a character in the national
    /// table decodes to that of the default alphabet.
    /// </summary>
    public static string Decode(ReadOnlySpan<byte> septets, ShiftTables shifts, ICollection<string> problems)
    {
        var locking = NationalLanguage.FindLocking(shifts.Locking);
        var single = NationalLanguage.FindSingle(shifts.Single);
        var text = new StringBuilder(septets.Length);
        for (var i = 0; i < septets.Length; i++)
        {
            var septet = (byte)(septets[i] & 0x7F);
            if (septet != Gsm7Table.Escape)
            {
                text.Append(Plain(septet, locking, problems));
            }
            else if (++i == septets.Length)
            {
                text.Append(' ');
                problems.Add(TextProblem.EscapeAtEnd);
            }
            else if (Extended((byte)(septets[i] & 0x7F), single) is { } extended)
            {
                text.Append(extended);
            }
            else
            {
                text.Append(Plain((byte)(septets[i] & 0x7F), locking, problems));
                problems.Add(TextProblem.UnknownEscape);
            }
        }

        return text.ToString();
    }

    private static char Plain(byte septet, char[]? locking, ICollection<string> problems)
    {
        if (locking is null || septet == Gsm7Table.Escape) return Gsm7Table.Default[septet];
        if (locking[septet] != '\0') return locking[septet];
        problems.Add(TextProblem.NoNationalCharacter);
        return Gsm7Table.Default[septet];
    }

    private static char? Extended(byte septet, char[]? single)
    {
        if (single is null) return Gsm7Table.FindExtended(septet);
        return single[septet] == '\0' ? null : single[septet];
    }

    /// <summary>
    /// Counts the septets of a text, escapes included. Null if a character is not in the alphabet.
    /// </summary>
    public static int? CountSeptets(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var character in text)
        {
            if (!Gsm7Table.TryFind(character, out _, out var escaped)) return null;
            count += escaped ? 2 : 1;
        }

        return count;
    }

    /// <summary>Encodes a text.</summary>
    /// <exception cref="ArgumentException">A character is not in the alphabet.</exception>
    public static byte[] Encode(ReadOnlySpan<char> text)
    {
        var septets = new List<byte>(text.Length);
        foreach (var character in text)
        {
            if (!Gsm7Table.TryFind(character, out var septet, out var escaped))
            {
                throw new ArgumentException("a character is not in GSM-7", nameof(text));
            }

            if (escaped) septets.Add(Gsm7Table.Escape);
            septets.Add(septet);
        }

        return [.. septets];
    }
}
