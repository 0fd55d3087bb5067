namespace Bridge.Protocol.Text;

/// <summary>
/// Decodes the user data of one PDU. For a text of several parts see <see cref="TextJoiner"/>.
/// </summary>
public static class TextDecoder
{
    /// <summary>
    /// Finds the alphabet that data_coding names (SMPP v3.4 §5.2.19; 3GPP TS 23.038 §4 for the values of TP-DCS that SMSCs pass through).
    /// </summary>
    /// <param name="dataCoding">data_coding, as received.</param>
    /// <param name="defaultAlphabet">What the operator means by the SMSC's default alphabet, data_coding 0.</param>
    /// <returns><see cref="Alphabet.Binary"/> if the value names no alphabet, or one that this library does not know.</returns>
    public static Alphabet ResolveAlphabet(byte dataCoding, Alphabet defaultAlphabet) =>
        DataCoding.Find(dataCoding, defaultAlphabet) ?? Alphabet.Binary;

    /// <summary>
    /// Decodes user data. Never throws and never refuses: what cannot be decoded is shown in hexadecimal, and each doubt becomes a problem
    /// in words. If the octets prove data_coding wrong, the likeliest other alphabet is used, and a problem says so.
    /// </summary>
    /// <param name="octets">The user data without its header (<see cref="UserDataHeader"/>).</param>
    /// <param name="dataCoding">data_coding, as received.</param>
    /// <param name="defaultAlphabet">What the operator means by the SMSC's default alphabet, data_coding 0.</param>
    /// <param name="fillBits">Unused bits before packed septets: 0 to 6 (<see cref="UserDataHeader.FillBits"/>).</param>
    /// <param name="shifts">The national tables that the header names (<see cref="UserDataHeader.Shifts"/>).</param>
    public static DecodedText Decode(
        ReadOnlySpan<byte> octets, byte dataCoding, Alphabet defaultAlphabet, int fillBits = 0, ShiftTables shifts = default)
    {
        var declared = DataCoding.Find(dataCoding, defaultAlphabet);
        if (shifts == ShiftTables.Default && FastTextDecoder.TryDecode(octets, declared, fillBits) is { } text)
        {
            return new(text, CodingRule.ToReported(declared!.Value), []);
        }

        var problems = new SortedSet<string>(StringComparer.Ordinal);
        var encoded = new EncodedText([new(octets.ToArray(), fillBits)], shifts);
        var interpretation = Interpret(encoded, dataCoding, defaultAlphabet, problems);
        return new(VisibleText.From(interpretation.Text, problems), interpretation.Alphabet, [.. problems]);
    }

    /// <summary>
    /// Decodes to UTF-16 as it stands. The caller passes the whole text, once it is joined, through <see cref="VisibleText"/>.
    /// </summary>
    internal static Interpretation Interpret(
        EncodedText encoded, byte dataCoding, Alphabet defaultAlphabet, ICollection<string> problems)
    {
        var declared = DataCoding.Find(dataCoding, defaultAlphabet);
        if (declared is null) problems.Add(TextProblem.UnknownCoding(dataCoding));

        var interpretation = CodingRule.Choose(encoded, declared ?? Alphabet.Binary, problems);
        if (interpretation.Alphabet == Alphabet.Latin1 && encoded.Octets.Span.IndexOfAnyInRange((byte)0x80, (byte)0x9F) >= 0)
        {
            problems.Add(TextProblem.Windows1252);
        }

        return interpretation;
    }
}
