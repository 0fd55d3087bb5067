namespace Bridge.Protocol.Text;

/// <summary>ASCII and Latin-1, one octet a character (SMPP v3.4 §5.2.19).</summary>
internal static class SingleOctet
{
    // ISO 8859-1 has only control characters at 0x80 to 0x9F, which nobody texts. An octet there comes from Windows, and means a character
    // of this table.
    private const string Windows1252 =
        "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F" +
        "\u0090‘’“”•–—˜™š›œ\u009DžŸ";

    /// <summary>Whether an octet is a character in Windows-1252 only.</summary>
    public static bool IsWindows1252(byte octet) => octet is >= 0x80 and <= 0x9F;

    public static string Decode(ReadOnlySpan<byte> octets)
    {
        Span<char> text = octets.Length <= 1024 ? stackalloc char[octets.Length] : new char[octets.Length];
        for (var i = 0; i < text.Length; i++) text[i] = IsWindows1252(octets[i]) ? Windows1252[octets[i] - 0x80] : (char)octets[i];
        return new string(text);
    }

    /// <summary>Whether an octet is printable ASCII or white space, of which a text in ASCII consists.</summary>
    public static bool IsPrintable(byte octet) => octet is (>= 0x20 and <= 0x7E) or (byte)'\t' or (byte)'\n' or (byte)'\f' or (byte)'\r';
}
