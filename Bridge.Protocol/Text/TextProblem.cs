using System.Globalization;

namespace Bridge.Protocol.Text;

/// <summary>
/// The words of the problems that decoding reports. They never contain anything of the text. What stands before a colon is one of a small
/// fixed set, and fit to be a label of a metric (<see cref="Label"/>). What follows the colon is a detail.
/// </summary>
public static class TextProblem
{
    /// <summary>UCS-2 with an odd number of octets. The last octet of a part is left out.</summary>
    public const string OddOctets = "odd octet count under ucs2";

    /// <summary>Half of a surrogate pair without its other half. Its code is shown: <c>[U+D83D]</c>.</summary>
    public const string LoneSurrogate = "lone surrogate";

    /// <summary>UCS-2 with the octets of each character swapped.</summary>
    public const string LittleEndian = "ucs2 little-endian";

    /// <summary>A NUL in the text. It is shown as ␀.</summary>
    public const string Nul = "nul characters";

    /// <summary>An escape of GSM-7 at the end. It is shown as a space.</summary>
    public const string EscapeAtEnd = "escape at the end";

    /// <summary>An escape of GSM-7 before a septet that has no extended character. The septet's own character is shown.</summary>
    public const string UnknownEscape = "unknown escape";

    /// <summary>Octets 0x80 to 0x9F under Latin-1. They are decoded as Windows-1252.</summary>
    public const string Windows1252 = "windows-1252 under latin1";

    /// <summary>Octets that are no text in any alphabet. They are shown in hexadecimal.</summary>
    public const string NotText = "not text, shown in hexadecimal";

    /// <summary>A user data header that claims more octets than there are. It is left before the text.</summary>
    public const string HeaderOverrun = "udh overruns the text";

    /// <summary>An element of a user data header that claims more octets than the header has. The header is left before the text.</summary>
    public const string ElementOverrun = "udh element overruns the udh";

    /// <summary>Septets for which the national table has no character. That of the default alphabet is shown.</summary>
    public const string NoNationalCharacter = "septets without a character in the national table";

    /// <summary>The parts of one text have different data_coding.</summary>
    public const string MixedCodings = "parts differ in data_coding";

    /// <summary>Gives the fixed words of a problem, without its detail.</summary>
    public static string Label(string problem)
    {
        var colon = problem.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? problem : problem[..colon];
    }

    internal static string ReadAs(string declared, string read) => $"declared {declared}, read as {read}";

    internal static string UnknownCoding(byte dataCoding) => $"data_coding names no known alphabet: 0x{dataCoding:X2}";

    internal static string PrivateUse(int converted) =>
        $"private-use characters converted: {converted.ToString(CultureInfo.InvariantCulture)}";

    internal static string UnknownPrivateUse(IEnumerable<int> codePoints) =>
        $"private-use characters unknown: {string.Join(' ', codePoints.Select(c => $"U+{c:X4}"))}";

    internal static string NationalTable(byte element, byte language) =>
        $"national {(element == 0x24 ? "single" : "locking")} shift table not applied: {language.ToString(CultureInfo.InvariantCulture)}";
}
