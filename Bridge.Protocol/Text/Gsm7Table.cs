namespace Bridge.Protocol.Text;

/// <summary>The GSM 7-bit default alphabet and its extension table (3GPP TS 23.038 §6.2.1 and §6.2.1.1).</summary>
internal static class Gsm7Table
{
    public const byte Escape = 0x1B;

    /// <summary>The characters by septet. The escape has the space that §6.2.1 asks of a receiver that does not know it.</summary>
    public const string Default =
        "@£$¥èéùìòÇ\nØø\rÅå" +
        "Δ_ΦΓΛΩΠΨΣΘΞ ÆæßÉ" +
        " !\"#¤%&'()*+,-./" +
        "0123456789:;<=>?" +
        "¡ABCDEFGHIJKLMNO" +
        "PQRSTUVWXYZÄÖÑÜ§" +
        "¿abcdefghijklmno" +
        "pqrstuvwxyzäöñüà";

    private static readonly (byte Septet, char Character)[] Extension =
    [
        (0x0A, '\f'), (0x14, '^'), (0x28, '{'), (0x29, '}'), (0x2F, '\\'), (0x3C, '['), (0x3D, '~'), (0x3E, ']'), (0x40, '|'), (0x65, '€'),
    ];

    /// <summary>The extension table by septet, with NUL where it has no character.</summary>
    private static readonly char[] Extensions = Spread();

    /// <summary>The septets by character, plus 0x80 if an escape stands before the septet.</summary>
    private static readonly Dictionary<char, byte> Septets = Invert();

    /// <summary>The extension table's character of a septet after an escape. Null if it has none.</summary>
    public static char? FindExtended(byte septet) =>
        septet < Extensions.Length && Extensions[septet] is var character and not '\0' ? character : null;

    /// <summary>
    /// Finds the septet of a character. False if the alphabet does not have the character: it is never replaced by a similar one.
    /// </summary>
    public static bool TryFind(char character, out byte septet, out bool escaped)
    {
        var found = Septets.TryGetValue(character, out var value);
        septet = (byte)(value & 0x7F);
        escaped = (value & 0x80) != 0;
        return found;
    }

    private static char[] Spread()
    {
        var characters = new char[0x80];
        foreach (var (septet, character) in Extension) characters[septet] = character;
        return characters;
    }

    private static Dictionary<char, byte> Invert()
    {
        var septets = new Dictionary<char, byte>();
        for (byte septet = 0; septet < 0x80; septet++)
        {
            if (septet != Escape) septets.Add(Default[septet], septet);
        }

        foreach (var (septet, character) in Extension) septets.Add(character, (byte)(septet | 0x80));
        return septets;
    }
}
