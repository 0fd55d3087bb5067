using System.Globalization;

namespace Bridge.Protocol.Text;

/// <summary>
/// Maps the private-use characters in which phones before 2005 and gateways with Windows code page 950 send Hong Kong's own characters to
/// the standard ones. Data/hkscs-private-use.txt has the 5,058 code points, from U+E000 to U+F848.
/// </summary>
internal static class HkscsMap
{
    private const char First = '\uE000';

    private static readonly string?[] Table = Load();

    private static readonly HashSet<char> Standards = [.. Table.Where(standard => standard?.Length == 1).Select(standard => standard![0])];

    /// <summary>Whether a character of the basic plane belongs to HKSCS.</summary>
    public static bool IsStandard(char character) => Standards.Contains(character);

    public static bool IsPrivateUse(char character) => character is >= First and <= '\uF8FF';

    /// <summary>The standard character, or letter with combining mark, for a private-use one. Null if HKSCS has none there.</summary>
    public static string? FindStandard(char privateUse) => privateUse - First < Table.Length ? Table[privateUse - First] : null;

    private static string?[] Load()
    {
        var table = new string?[0xF848 - First + 1];
        foreach (var line in EmbeddedTable.ReadLines("hkscs-private-use"))
        {
            var place = int.Parse(line.AsSpan(0, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture) - First - 1;
            foreach (var rune in line.AsSpan(5).EnumerateRunes())
            {
                if (rune.Value is 0x0304 or 0x030C) table[place] += rune.ToString();
                else table[++place] = rune.ToString();
            }
        }

        return table;
    }
}
