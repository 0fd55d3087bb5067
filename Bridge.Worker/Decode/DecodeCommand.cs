using Bridge.Protocol.Text;

namespace Bridge.Worker.Decode;

/// <summary>
/// <c>bridge decode</c>: one PDU, or a UDH and the text behind it, field by field. Needs nothing but the octets: no configuration, no store.
/// </summary>
internal static class DecodeCommand
{
    /// <summary>sysexits: EX_USAGE, EX_DATAERR.</summary>
    private const int Usage = 64, BadData = 65;

    private static readonly Dictionary<string, Alphabet> Alphabets = new()
    {
        ["gsm7"] = Alphabet.Gsm7,
        ["gsm7-packed"] = Alphabet.Gsm7Packed,
        ["ascii"] = Alphabet.Ascii,
        ["latin1"] = Alphabet.Latin1,
    };

    /// <param name="hex">The octets, in as many words as one likes; none: standard input is read.</param>
    /// <param name="alphabet">What data_coding 0 means: gsm7 (also when null), gsm7-packed, ascii, latin1.</param>
    /// <returns>0; 65 for octets that are malformed, after all that can be read of them; 64 for an alphabet that does not exist.</returns>
    public static int Run(IReadOnlyList<string> hex, string? alphabet, TextReader stdin, TextWriter output, TextWriter error)
    {
        if (!Alphabets.TryGetValue(alphabet ?? "gsm7", out var defaultAlphabet))
        {
            error.WriteLine($"--alphabet is one of {string.Join(", ", Alphabets.Keys)}");
            return Usage;
        }

        if (!HexInput.TryRead(hex.Count > 0 ? string.Join(' ', hex) : stdin.ReadToEnd(), out var octets, out var fault))
        {
            error.WriteLine(fault);
            return BadData;
        }

        var sheet = new FieldSheet(octets);
        var malformed = UserDataPrinter.IsUserData(octets.Span)
            ? UserDataPrinter.PrintAlone(sheet, alphabet is null ? null : defaultAlphabet)
            : PduPrinter.Print(sheet, defaultAlphabet);
        sheet.WriteTo(output);
        if (malformed is null) return 0;

        error.WriteLine($"malformed at offset {malformed.Offset} (0x{malformed.Offset:X}): {malformed.Field} {malformed.Reason}");
        return BadData;
    }
}
