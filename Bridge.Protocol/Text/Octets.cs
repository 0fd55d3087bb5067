namespace Bridge.Protocol.Text;

/// <summary>What can be said of octets for certain, whatever they mean: the proofs of <see cref="CodingRule"/>.</summary>
internal static class Octets
{
    public static bool ArePairs(Body body) => body.Octets.Length % 2 == 0;

    public static bool HaveMark(Body body) => body.Octets.Span is [0xFE, 0xFF, ..];

    public static bool HaveSwappedMark(Body body) => body.Octets.Span is [0xFF, 0xFE, ..];

    public static bool HaveTopBit(Body body) => HaveTopBit(body.Octets.Span);

    public static bool HaveTopBit(ReadOnlySpan<byte> octets) => octets.ContainsAnyInRange((byte)0x80, (byte)0xFF);

    public static bool HaveSpace(Body body) => body.Octets.Span.Contains((byte)' ');

    public static bool ArePrintable(Body body)
    {
        foreach (var octet in body.Octets.Span)
        {
            if (!SingleOctet.IsPrintable(octet)) return false;
        }

        return true;
    }

    /// <summary>A control character of ASCII that is no white space.</summary>
    public static bool HaveLowControl(Body body)
    {
        foreach (var octet in body.Octets.Span)
        {
            if (octet < 0x80 && !SingleOctet.IsPrintable(octet)) return true;
        }

        return false;
    }

    /// <summary>A control character of ISO 8859-1 that is no white space.</summary>
    public static bool HaveControl(Body body)
    {
        foreach (var octet in body.Octets.Span)
        {
            if (octet < 0xA0 && !SingleOctet.IsPrintable(octet)) return true;
        }

        return false;
    }

    /// <summary>
    /// Scripts whose code points begin with 00 to 0E (Latin, Greek, Cyrillic, Urdu, those of India, Thai) and general punctuation (20) in
    /// pairs: all pairs begin so, most with the script's own octet, and nine in ten are everyday characters. Behind a zero stands an octet
    /// that is none, and not always the same: 4E 00 4E 00 is 一一.
    /// </summary>
    /// <param name="first">The place in a pair of the octet that a code point begins with: 0, or 1 with the octets swapped.</param>
    public static bool ArePairsOfOneScript(Body body, int first)
    {
        var octets = body.Octets.Span;
        if (!MayBePairsOfOneScript(octets, first) || octets.Length % 2 != 0
            || body.Shifts != ShiftTables.Default) return false; // a text that names its language is septets
        int own = 0, same = 0;
        for (var i = 0; i < octets.Length; i += 2)
        {
            var (begin, rest) = (octets[i + first], octets[i + 1 - first]);
            if (!BeginsOneScript(begin) || rest == 0) return false;
            if (begin != 0x20) own++;
            if (rest == octets[1 - first]) same++;
        }

        var pairs = octets.Length / 2;
        return own * 2 > pairs && same < pairs && (first == 0 ? Reading.AsUcs2(body) : Reading.AsUcs2LittleEndian(body)).IsPlausible;
    }

    /// <summary>A quick look at where each pair begins: false, and they are not.</summary>
    public static bool MayBePairsOfOneScript(ReadOnlySpan<byte> octets, int first)
    {
        if (octets.Length < 6) return false;
        for (var i = first; i < octets.Length; i += 2)
        {
            if (!BeginsOneScript(octets[i])) return false;
        }

        return true;
    }

    /// <summary>Whether nine in ten pairs are everyday characters, or halves of pairs of which that can be.</summary>
    /// <param name="first">The place in a pair of the octet that a code point begins with.</param>
    public static bool MayBeEveryday(ReadOnlySpan<byte> octets, int first)
    {
        var everyday = 0;
        for (var i = 0; i < octets.Length; i += 2)
        {
            var unit = (octets[i + first] << 8) | octets[i + 1 - first];
            if (char.IsSurrogate((char)unit) || Reading.IsEveryday(unit)) everyday++;
        }

        return everyday * 2 * 10 >= octets.Length * 8;
    }

    private static bool BeginsOneScript(byte octet) => octet is <= 0x0E or 0x20;

    /// <summary>The second octet of every pair is zero, the first is not and is not always the same: 4E 00 4E 00 is 一一.</summary>
    public static bool AlternateWithZero(Body body)
    {
        var octets = body.Octets.Span;
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
    /// UTF-8's lead octets as the first of a pair: those of Chinese (E2 to EF) make private-use characters, those of Urdu and Hindi (D8 to
    /// DB, E0) surrogates or private-use ones.
    /// </summary>
    public static bool AreUtf8AndNoUcs2(Body body) =>
        body.Octets.Length >= 6 && Reading.AsUtf8(body) is not null
            && Reading.AsUcs2(body).Text.AsSpan().ContainsAnyInRange('\uD800', '\uF8FF');
}
