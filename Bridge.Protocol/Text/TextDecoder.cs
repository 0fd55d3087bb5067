namespace Bridge.Protocol.Text;

/// <summary>Bodies to text.</summary>
public static class TextDecoder
{
    /// <summary>
    /// The alphabet that data_coding names, with the operator's own meaning of 0 (SMPP v3.4 §5.2.19; 3GPP TS 23.038 §4 for the groups
    /// passed through, whose GSM-7 is written as the operator writes 0). <see cref="Alphabet.Binary"/> when it names none that we know.
    /// </summary>
    public static Alphabet AlphabetOf(byte dataCoding, Alphabet defaultAlphabet) =>
        DataCoding.Find(dataCoding, defaultAlphabet) ?? Alphabet.Binary;

    /// <summary>
    /// Decodes user data without its UDH. Never throws, never refuses: what cannot be read becomes a problem in words. For packed septets
    /// <paramref name="fillBits"/> (0 to 6) align the text after a UDH; <paramref name="shifts"/> are the national tables that the UDH asks
    /// for. The result's alphabet is what was decoded: <see cref="Alphabet.Gsm7"/> when packed too.
    /// </summary>
    public static DecodedText Decode(
        ReadOnlySpan<byte> octets, byte dataCoding, Alphabet defaultAlphabet, int fillBits = 0, ShiftTables shifts = default)
    {
        var declared = DataCoding.Find(dataCoding, defaultAlphabet);
        if (shifts == ShiftTables.Default && CleanText.Read(octets, declared, fillBits) is { } clean)
        {
            return new(clean, CodingRule.AsDecoded(declared!.Value), []);
        }

        var problems = new SortedSet<string>(StringComparer.Ordinal);
        var reading = Read(new Body([new(octets.ToArray(), fillBits)], shifts), dataCoding, defaultAlphabet, problems);
        return new(VisibleText.Of(reading.Text, problems), reading.Alphabet, [.. problems]);
    }

    /// <summary>The code units as they were read; <see cref="VisibleText"/> is for the caller, once the whole text is together.</summary>
    internal static Reading Read(Body body, byte dataCoding, Alphabet defaultAlphabet, ICollection<string> problems)
    {
        var declared = DataCoding.Find(dataCoding, defaultAlphabet);
        if (declared is null) problems.Add(TextProblem.UnknownCoding(dataCoding));

        var reading = CodingRule.Choose(body, declared ?? Alphabet.Binary, problems);
        if (reading.Alphabet == Alphabet.Latin1 && body.Octets.Span.IndexOfAnyInRange((byte)0x80, (byte)0x9F) >= 0)
        {
            problems.Add(TextProblem.Windows1252);
        }

        return reading;
    }
}
