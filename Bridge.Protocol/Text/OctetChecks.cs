namespace Bridge.Protocol.Text;

/// <summary>What is certain about octets without knowing their alphabet. <see cref="CodingRule"/> bases its rows on these checks.</summary>
internal static class OctetChecks
{
    public static bool ArePairs(EncodedText encoded) => encoded.Octets.Length % 2 == 0;

    public static bool HaveByteOrderMark(EncodedText encoded) => encoded.Octets.Span is [0xFE, 0xFF, ..];

    public static bool HaveSwappedByteOrderMark(EncodedText encoded) => encoded.Octets.Span is [0xFF, 0xFE, ..];

    public static bool HaveTopBit(EncodedText encoded) => HaveTopBit(encoded.Octets.Span);

    public static bool HaveTopBit(ReadOnlySpan<byte> octets) => octets.ContainsAnyInRange((byte)0x80, (byte)0xFF);

    public static bool HaveSpace(EncodedText encoded) => encoded.Octets.Span.Contains((byte)' ');

    public static bool ArePrintable(EncodedText encoded)
    {
        foreach (var octet in encoded.Octets.Span)
        {
            if (!SingleOctet.IsPrintable(octet)) return false;
        }

        return true;
    }

    /// <summary>Whether there is a control character of ASCII that is not white space.</summary>
    public static bool HaveLowControl(EncodedText encoded)
    {
        foreach (var octet in encoded.Octets.Span)
        {
            if (octet < 0x80 && !SingleOctet.IsPrintable(octet)) return true;
        }

        return false;
    }

    /// <summary>Whether there is a control character of ISO 8859-1 that is not white space.</summary>
    public static bool HaveControl(EncodedText encoded)
    {
        foreach (var octet in encoded.Octets.Span)
        {
            if (octet < 0xA0 && !SingleOctet.IsPrintable(octet)) return true;
        }

        return false;
    }

    /// <summary>
    /// Whether the octets are UCS-2 in one of the scripts whose code points begin with 00 to 0E: Latin, Greek, Cyrillic, Urdu, those of
    /// India, Thai. All pairs begin with such an octet, or with 20 for general punctuation; most with one of the script; and nine in ten
    /// are everyday characters. The other octet of a pair is never zero, and not always the same: 4E 00 4E 00 is 一一.
    /// </summary>
    /// <param name="first">Where in a pair the octet stands that a code point begins with: 0, or 1 if the octets are swapped.</param>
    public static bool ArePairsOfOneScript(EncodedText encoded, int first)
    {
        var octets = encoded.Octets.Span;
        if (!MayBePairsOfOneScript(octets, first) || octets.Length % 2 != 0) return false;

        // A header that names a language says that the text is septets.
        if (encoded.Shifts != ShiftTables.Default) return false;

        int own = 0, same = 0;
        for (var i = 0; i < octets.Length; i += 2)
        {
            var (begin, rest) = (octets[i + first], octets[i + 1 - first]);
            if (!BeginsOneScript(begin) || rest == 0) return false;
            if (begin != 0x20) own++;
            if (rest == octets[1 - first]) same++;
        }

        var pairs = octets.Length / 2;
        return own * 2 > pairs && same < pairs
            && (first == 0 ? Interpretation.AsUcs2(encoded) : Interpretation.AsUcs2LittleEndian(encoded)).IsPlausible;
    }

    /// <summary>
    /// A quick version of <see cref="ArePairsOfOneScript"/>, which looks only at how each pair begins. If it is false, so is the other.
    /// </summary>
    public static bool MayBePairsOfOneScript(ReadOnlySpan<byte> octets, int first)
    {
        if (octets.Length < 6) return false;
        for (var i = first; i < octets.Length; i += 2)
        {
            if (!BeginsOneScript(octets[i])) return false;
        }

        return true;
    }

    /// <summary>
    /// Whether eight in ten pairs are everyday characters or surrogates. If it is false, then fewer than nine in ten of the characters are
    /// everyday ones.
    /// </summary>
    /// <param name="first">Where in a pair the octet stands that a code point begins with.</param>
    public static bool MayBeEveryday(ReadOnlySpan<byte> octets, int first)
    {
        var everyday = 0;
        for (var i = 0; i < octets.Length; i += 2)
        {
            var unit = (octets[i + first] << 8) | octets[i + 1 - first];
            if (char.IsSurrogate((char)unit) || Interpretation.IsEveryday(unit)) everyday++;
        }

        return everyday * 2 * 10 >= octets.Length * 8;
    }

    private static bool BeginsOneScript(byte octet) => octet is <= 0x0E or 0x20;

    /// <summary>
    /// Whether in each pair the second octet is zero and the first is not. The first must not always be the same: 4E 00 4E 00 is 一一.
    /// </summary>
    public static bool AlternateWithZero(EncodedText encoded)
    {
        var octets = encoded.Octets.Span;
        if (octets.Length < 4 || octets.Length % 2 != 0) return false;
        var differ = false;
        for (var i = 0; i < octets.Length; i += 2)
        {
            if (octets[i] == 0 || octets[i + 1] != 0) return false;
            differ |= octets[i] != octets[0];
        }

        return differ;
    }

    /// <summary>
    /// Whether the octets are UTF-8 and cannot be UCS-2. A lead octet of UTF-8 that begins a pair makes a private-use character (E2 to EF,
    /// Chinese) or a surrogate (D8 to DB, Urdu; E0, Hindi, makes a private-use character too).
    /// </summary>
    public static bool AreUtf8AndNoUcs2(EncodedText encoded) =>
        encoded.Octets.Length >= 6 && Interpretation.AsUtf8(encoded) is not null
            && Interpretation.AsUcs2(encoded).Text.AsSpan().ContainsAnyInRange('\uD800', '\uF8FF');
}
