using System.Text;

namespace Bridge.Protocol.Text;

/// <summary>GSM-7 texts as septets, one an octet (3GPP TS 23.038 §6.2.1).</summary>
public static class Gsm7
{
    /// <summary>
    /// Reads septets, one an octet (the top bit is not looked at). An escape before a septet without an extended character shows that
    /// septet's own character (§6.2.1.1), a second escape or one at the end a space. A septet for which the national table has no character
    /// shows the default alphabet's.
    /// </summary>
    internal static string Decode(ReadOnlySpan<byte> septets, ShiftTables shifts, ICollection<string> problems)
    {
        var locking = NationalLanguage.Locking(shifts.Locking);
        var single = NationalLanguage.Single(shifts.Single);
        var text = new StringBuilder(septets.Length);
        for (var i = 0; i < septets.Length; i++)
        {
            var septet = (byte)(septets[i] & 0x7F);
            if (septet != Gsm7Table.Escape)
            {
                text.Append(Alone(septet, locking, problems));
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
                text.Append(Alone((byte)(septets[i] & 0x7F), locking, problems));
                problems.Add(TextProblem.UnknownEscape);
            }
        }

        return text.ToString();
    }

    private static char Alone(byte septet, char[]? locking, ICollection<string> problems)
    {
        if (locking is null || septet == Gsm7Table.Escape) return Gsm7Table.Default[septet];
        if (locking[septet] != '\0') return locking[septet];
        problems.Add(TextProblem.NoNationalCharacter);
        return Gsm7Table.Default[septet];
    }

    private static char? Extended(byte septet, char[]? single)
    {
        if (single is null) return Gsm7Table.Extended(septet);
        return single[septet] == '\0' ? null : single[septet];
    }

    /// <summary>
    /// Septets that <paramref name="text"/> takes on the air, escapes included, or null when a character is not in the alphabet.
    /// </summary>
    public static int? Count(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var character in text)
        {
            if (!Gsm7Table.TryFind(character, out _, out var escaped)) return null;
            count += escaped ? 2 : 1;
        }

        return count;
    }

    /// <summary>One septet an octet. Every character must be in the alphabet (<see cref="Count"/>).</summary>
    internal static byte[] Encode(ReadOnlySpan<char> text)
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
