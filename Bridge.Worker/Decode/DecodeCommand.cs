using System.Text;
using Bridge.Protocol.Smpp;
using Bridge.Protocol.Text;
using Bridge.Worker.Decode.Capture;

namespace Bridge.Worker.Decode;

/// <summary>
/// <c>bridge decode</c>: prints PDUs, or a UDH and the text behind it, field by field. It needs only the octets, in hexadecimal or as a
/// capture file: no configuration, no store.
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

    /// <param name="hex">The octets, in any number of words. None: standard input is read.</param>
    /// <param name="alphabet">What data_coding 0 means: gsm7 (also when null), gsm7-packed, ascii, latin1.</param>
    /// <param name="stdin">Hexadecimal, or the octets of a pcap or pcapng file.</param>
    /// <returns>0; 65 for malformed octets, of which everything readable is printed; 64 for an alphabet that does not exist.</returns>
    public static int Run(IReadOnlyList<string> hex, string? alphabet, Stream stdin, TextWriter output, TextWriter error)
    {
        if (!Alphabets.TryGetValue(alphabet ?? "gsm7", out var defaultAlphabet))
        {
            error.WriteLine($"--alphabet is one of {string.Join(", ", Alphabets.Keys)}");
            return Usage;
        }

        var given = hex.Count > 0 ? default : ReadAll(stdin);
        if (CaptureFile.IsCapture(given.Span)) return PrintCapture(given, defaultAlphabet, output, error);

        if (!HexInput.TryRead(hex.Count > 0 ? string.Join(' ', hex) : Encoding.UTF8.GetString(given.Span), out var octets, out var fault))
        {
            error.WriteLine(fault);
            return BadData;
        }

        if (UserDataPrinter.IsUserData(octets.Span))
        {
            var table = new FieldTable(octets);
            var malformed = UserDataPrinter.PrintAlone(table, alphabet is null ? null : defaultAlphabet);
            table.WriteTo(output);
            return Conclude(malformed, "", error);
        }

        return PduCutter.CutSeveral(octets) is { } pdus
            ? PrintAll(pdus, defaultAlphabet, output, error)
            : PrintOne(octets, defaultAlphabet, "", output, error);
    }

    private static int PrintCapture(ReadOnlyMemory<byte> file, Alphabet defaultAlphabet, TextWriter output, TextWriter error)
    {
        var pdus = PduCutter.CutCapture(file);
        if (pdus.Count > 0) return PrintAll(pdus, defaultAlphabet, output, error);
        error.WriteLine("no PDU of SMPP in any TCP connection of the capture");
        return BadData;
    }

    private static int PrintAll(List<CutPdu> pdus, Alphabet defaultAlphabet, TextWriter output, TextWriter error)
    {
        var exit = 0;
        for (var i = 0; i < pdus.Count; i++)
        {
            var (place, octets) = pdus[i];
            var header = PduHeader.Read(octets.Span);
            if (i > 0) output.WriteLine();
            output.WriteLine($"PDU {i + 1} ({place}): {header.Command.SpecName()} {header.Status.SpecName()} sequence {header.Sequence}");
            exit = Math.Max(exit, PrintOne(octets, defaultAlphabet, $"PDU {i + 1}: ", output, error));
        }

        return exit;
    }

    private static int PrintOne(ReadOnlyMemory<byte> octets, Alphabet defaultAlphabet, string which, TextWriter output, TextWriter error)
    {
        var table = new FieldTable(octets);
        var malformed = PduPrinter.Print(table, defaultAlphabet);
        table.WriteTo(output);
        return Conclude(malformed, which, error);
    }

    /// <summary>Prints what is malformed, if anything.</summary>
    /// <returns>The exit code.</returns>
    private static int Conclude(DecodeFault? malformed, string which, TextWriter error)
    {
        if (malformed is null) return 0;
        error.WriteLine($"{which}malformed at offset {malformed.Offset} (0x{malformed.Offset:X}): {malformed.Field} {malformed.Reason}");
        return BadData;
    }

    private static ReadOnlyMemory<byte> ReadAll(Stream stdin)
    {
        using var all = new MemoryStream();
        stdin.CopyTo(all);
        return all.ToArray();
    }
}
