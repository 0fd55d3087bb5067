using Bridge.Protocol.Smpp;
using Bridge.Protocol.Text;

namespace Bridge.Worker.Decode;

/// <summary>
/// Prints user data: the UDH element by element (3GPP TS 23.040 §9.2.3.24), then the text, the alphabet it was read in, and every problem.
/// </summary>
internal static class UserDataPrinter
{
    /// <summary>A PDU begins with the zero octet of a command_length below 16 MB; a UDH with its length.</summary>
    public static bool IsUserData(ReadOnlySpan<byte> octets) => octets is [not 0, ..];

    /// <summary>Prints a UDH and a body that came without their PDU.</summary>
    /// <param name="alphabet">The alphabet of the body. Null: not known.</param>
    /// <returns>What is malformed. Null: nothing.</returns>
    public static DecodeFault? PrintAlone(FieldTable table, Alphabet? alphabet)
    {
        var header = UserDataHeader.Read(table.Octets.Span, hasUdh: true);
        var fault = header is { Octets: 0, Problem: { } problem } ? new DecodeFault("udh", 0, $"is none: {problem}") : null;

        // data_coding 4 names no alphabet: the best reading is chosen.
        Print(table, table.Left, hasUdh: true, (byte)(alphabet is null ? 0x04 : 0x00), alphabet ?? Alphabet.Gsm7);
        return fault;
    }

    /// <summary>Prints the next <paramref name="count"/> octets of the table.</summary>
    public static void Print(FieldTable table, int count, bool hasUdh, byte dataCoding, Alphabet defaultAlphabet)
    {
        var userData = table.Rest[..Math.Min(count, table.Left)];
        var header = UserDataHeader.Read(userData, hasUdh);
        if (header.Problem is { } problem) table.Note("problem", problem);
        if (header.Octets > 0) PrintHeader(table, header);

        var body = userData[header.Octets..];
        var text = TextDecoder.Decode(body, dataCoding, defaultAlphabet, header.FillBits, header.Shifts);
        table.Take(body.Length, "text", SpecMeanings.Count(body.Length));
        table.Note("  read as", Name(text.Alphabet));
        table.Note("  says", SpecMeanings.Quoted(text.Text));
        foreach (var doubt in text.Problems) table.Problem(doubt);
    }

    private static void PrintHeader(FieldTable table, UserDataHeader header)
    {
        var end = table.At + header.Octets;
        table.Take(1, "udh length", (header.Octets - 1).ToString());
        while (table.At < end)
        {
            var element = table.Rest[..(2 + table.Rest[1])];
            table.Take(element.Length, "udh element", Meaning(element[0], element[2..]));
        }

        if (header.Concatenation is null) table.Note("  concatenation", "none: one text by itself");
    }

    private static string Meaning(byte element, ReadOnlySpan<byte> data) => (element, data.Length) switch
    {
        (0x00, 3) => $"8-bit reference {data[0]}, part {data[2]} of {data[1]}",
        (0x08, 4) => $"16-bit reference {(data[0] << 8) | data[1]}, part {data[3]} of {data[2]}",
        (0x01, 2) => "special message indication",
        (0x04, 2) => $"ports {data[0]} from {data[1]}",
        (0x05, 4) => $"ports {(data[0] << 8) | data[1]} from {(data[2] << 8) | data[3]}",
        (0x24, 1) => $"national single shift table {data[0]}",
        (0x25, 1) => $"national locking shift table {data[0]}",
        _ => $"element 0x{element:X2}, {SpecMeanings.Count(data.Length)}",
    };

    private static string Name(Alphabet alphabet) => alphabet switch
    {
        Alphabet.Gsm7 or Alphabet.Gsm7Packed => "gsm7",
        Alphabet.Ascii => "ascii",
        Alphabet.Latin1 => "latin1",
        Alphabet.Ucs2 => "ucs2",
        _ => "binary",
    };
}
