using System.Text;
using System.Text.RegularExpressions;

namespace Bridge.Worker.Decode;

/// <summary>
/// Reads octets as people copy them: one string of hexadecimal digits, words with "0x", colons, commas or spaces between them, or the lines
/// of a dump (xxd, hexdump -C, tcpdump -x, Wireshark) with their offsets and characters.
/// </summary>
internal static partial class HexInput
{
    public static bool TryRead(string text, out ReadOnlyMemory<byte> octets, out string? fault)
    {
        octets = default;
        var digits = new StringBuilder();
        var lines = text.Split('\n');
        var dump = false;
        for (var i = 0; i < lines.Length; i++)
        {
            if (dump && LastOffset().IsMatch(lines[i])) continue;
            var line = WithoutDump(lines[i], ref dump).Replace("0x", "", StringComparison.OrdinalIgnoreCase);
            foreach (var character in line)
            {
                if (char.IsAsciiHexDigit(character)) digits.Append(character);
                else if (!IsBetween(character)) return Fail($"line {i + 1} is not hexadecimal", out fault);
            }
        }

        if (digits.Length == 0) return Fail("no octets given", out fault);
        if (digits.Length % 2 != 0) return Fail($"{digits.Length} hexadecimal digits are no whole octets", out fault);
        octets = Convert.FromHexString(digits.ToString());
        fault = null;
        return true;
    }

    private static bool IsBetween(char character) => char.IsWhiteSpace(character) || character is ':' or ',' or '-';

    /// <summary>A line of a dump begins with an offset. Its characters stand behind a bar or two spaces.</summary>
    private static string WithoutDump(string line, ref bool dump)
    {
        var offset = Offset().Match(line);
        if (!offset.Success) return line;
        dump = true;

        var rest = line[offset.Length..];
        var bar = rest.IndexOf('|', StringComparison.Ordinal);
        var end = bar >= 0 ? bar : rest.IndexOf("  ", StringComparison.Ordinal);
        return end < 0 ? rest : rest[..end];
    }

    private static bool Fail(string reason, out string? fault)
    {
        fault = reason;
        return false;
    }

    [GeneratedRegex(@"^\s*(0x)?[0-9a-fA-F]{4,8}(:\s+|\s\s+)(?=[0-9a-fA-F]{2})")]
    private static partial Regex Offset();

    /// <summary>hexdump ends with a line that has only the offset after the last octet.</summary>
    [GeneratedRegex(@"^[0-9a-fA-F]{7,8}\s*$")]
    private static partial Regex LastOffset();
}
