using System.Globalization;

namespace Bridge.Protocol.Text;

/// <summary>
/// The shift tables that a user data header asks for (3GPP TS 23.038 §6.2.1.2): national language identifiers, 0 for the default tables.
/// </summary>
public readonly record struct ShiftTables(byte Locking, byte Single)
{
    public static readonly ShiftTables Default;
}

/// <summary>
/// The tables of 3GPP TS 23.038 Annex A for 13 languages, from Data/national-languages.txt. A locking table stands in place of the default
/// alphabet, a single shift table in place of its extension. <c>'\0'</c> is a place without a character.
/// </summary>
internal static class NationalLanguage
{
    private const int Septets = 128;

    private static readonly Dictionary<byte, char[]> LockingTables = [];
    private static readonly Dictionary<byte, char[]> SingleTables = [];

    static NationalLanguage()
    {
        foreach (var line in EmbeddedTable.Lines("national-languages"))
        {
            var words = line.Split(' ');
            var tables = words[0] == "locking" ? LockingTables : SingleTables;
            var language = byte.Parse(words[1], CultureInfo.InvariantCulture);
            if (!tables.TryGetValue(language, out var table)) tables[language] = table = new char[Septets];
            var septet = Hexadecimal(words[2]);
            foreach (var word in words.AsSpan(3)) table[septet++] = word == "-" ? '\0' : (char)Hexadecimal(word);
        }
    }

    /// <summary>Null for the default alphabet, and for a language without a locking table (Spanish) or that we don't know.</summary>
    public static char[]? Locking(byte language) => LockingTables.GetValueOrDefault(language);

    /// <summary>Null for the default extension, and for a language that we don't know.</summary>
    public static char[]? Single(byte language) => SingleTables.GetValueOrDefault(language);

    private static int Hexadecimal(string word) => int.Parse(word, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
