using Bridge.Protocol.Smpp;

namespace Bridge.Protocol.Text;

/// <summary>Bodies to text.</summary>
public static class TextDecoder
{
    /// <summary>The alphabet that data_coding names, with the operator's own meaning of 0 (SMPP v3.4 §5.2.19; 3GPP TS 23.038 §4 for the groups passed through).</summary>
    public static Alphabet AlphabetOf(byte dataCoding, Alphabet defaultAlphabet) => throw new NotImplementedException();

    /// <summary>
    /// Decodes user data without its UDH. Never throws, never refuses: what cannot be read becomes a problem in words. For packed septets
    /// <paramref name="fillBits"/> (0 to 6) align the text after a UDH.
    /// </summary>
    public static DecodedText Decode(ReadOnlySpan<byte> octets, byte dataCoding, Alphabet defaultAlphabet, int fillBits = 0) => throw new NotImplementedException();
}

/// <summary>The user data header (3GPP TS 23.040 §9.2.3.24) at the front of a body, if esm_class says there is one.</summary>
/// <param name="Octets">Octets that the header takes, its length octet included; 0 when there is none or it cannot be true.</param>
/// <param name="Problem">In words, when the header overruns the body; the whole body is then text.</param>
public sealed record UserDataHeader(int Octets, Concatenation? Concatenation, string? Problem)
{
    public static UserDataHeader Read(ReadOnlySpan<byte> userData, bool hasUdh) => throw new NotImplementedException();

    /// <summary>The concatenation from the UDH, else from sar_* TLVs, else null. A total of 0 or 1, a number of 0 or past the total: null.</summary>
    public static Concatenation? ConcatenationOf(UserDataHeader udh, IReadOnlyList<Tlv> tlvs) => throw new NotImplementedException();
}

/// <summary>Text to submit_sm bodies.</summary>
public static class TextSplitter
{
    /// <summary>
    /// The smallest honest encoding (GSM-7 if every character is in it, else UCS-2), in parts of 160/153 septets or 70/67 UTF-16 units. Never splits an
    /// escape pair, a surrogate pair, or a combining sequence. At most 255 parts: more throws <see cref="ArgumentException"/>.
    /// </summary>
    public static IReadOnlyList<TextPart> Split(string text, LongTextForm form, byte reference, Alphabet defaultAlphabet = Alphabet.Gsm7) => throw new NotImplementedException();
}

/// <summary>zh-Hant, zh-Hans, zh, en or und, from the characters alone; for choosing a template, never for changing the text.</summary>
public static class LanguageRule
{
    public static string Of(string text) => throw new NotImplementedException();
}
