using System.Globalization;

namespace Bridge.Protocol.Text;

/// <summary>
/// The national language tables that a user data header names (3GPP TS 23.038 §6.2.1.2), by their language identifiers.
/// </summary>
/// <param name="Locking">The table in place of the default alphabet. 0 means the default alphabet.</param>
/// <param name="Single">The table in place of the default alphabet's extension. 0 means the default extension.</param>
public readonly record struct ShiftTables(byte Locking, byte Single)
{
    /// <summary>The default alphabet and its extension.</summary>
    public static readonly ShiftTables Default;
}

/// <summary>
/// The tables of 3GPP TS 23.038 Annex A for 13 languages, from Data/national-languages.txt. A locking table replaces the default alphabet,
/// a single shift table its extension. A table has <c>'\0'</c> where it has no character.
/// </summary>
internal static class NationalLanguage
{
    private const int Septets = 128;

    private static readonly Dictionary<byte, char[]> LockingTables = [];
    private static readonly Dictionary<byte, char[]> SingleTables = [];

    static NationalLanguage()
    {
        foreach (var line in EmbeddedTable.ReadLines("national-languages"))
        {
            var words = line.Split(' ');
            var tables = words[0] == "locking" ? LockingTables : SingleTables;
            var language = byte.Parse(words[1], CultureInfo.InvariantCulture);
            if (!tables.TryGetValue(language, out var table)) tables[language] = table = new char[Septets];
            var septet = Hexadecimal(words[2]);
            foreach (var word in words.AsSpan(3)) table[septet++] = word == "-" ? '\0' : (char)Hexadecimal(word);
        }
    }

    /// <summary>Null for 0, the default alphabet, for a language without a locking table (Spanish), and for an unknown language.</summary>
    public static char[]? FindLocking(byte language) => LockingTables.GetValueOrDefault(language);

    /// <summary>Null for 0, the default extension, and for an unknown language.</summary>
    public static char[]? FindSingle(byte language) => SingleTables.GetValueOrDefault(language);

    private static int Hexadecimal(string word) => int.Parse(word, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
