using System.Globalization;

namespace Bridge.Protocol.Text;

/// <summary>
/// The words for what was wrong with a body. None holds any of its content. What stands before a colon is one of a small fixed set and
/// may be a metric's label (<see cref="Label"/>); what follows it is a detail.
/// </summary>
public static class TextProblem
{
    public const string OddOctets = "odd octet count under ucs2";
    public const string LoneSurrogate = "lone surrogate";
    public const string LittleEndian = "ucs2 little-endian";
    public const string Nul = "nul characters";
    public const string EscapeAtEnd = "escape at the end";
    public const string UnknownEscape = "unknown escape";
    public const string Windows1252 = "windows-1252 under latin1";
    public const string NotText = "not text, shown in hexadecimal";
    public const string HeaderOverrun = "udh overruns the text";
    public const string ElementOverrun = "udh element overruns the udh";
    public const string NoNationalCharacter = "septets without a character in the national table";
    public const string MixedCodings = "parts differ in data_coding";

    /// <summary>The fixed words of a problem, without its detail.</summary>
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
