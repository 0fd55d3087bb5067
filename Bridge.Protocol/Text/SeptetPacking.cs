namespace Bridge.Protocol.Text;

/// <summary>
/// Eight septets in seven octets, the first septet in the lowest bits (3GPP TS 23.038 §6.1.2.1):
/// <code>
/// octet 0: b a a a a a a a    octet 1: c c b b b b b b    ...    octet 6: h h h h h h h g
/// </code>
/// After a UDH, fill bits bring the text to the next septet boundary counted from the start of the header (3GPP TS 23.040 §9.2.3.24).
/// </summary>
public static class SeptetPacking
{
    private const byte CarriageReturn = 0x0D;

    /// <summary>0 to 6: the unused bits after a header of <paramref name="headerOctets"/>, its length octet included.</summary>
    public static int FillBits(int headerOctets) => (7 - (headerOctets * 8 % 7)) % 7;

    /// <summary>
    /// Septets, one an octet. SMPP counts octets, so that seven spare bits at the end look like one more septet: a zero ('@') or a carriage return
    /// there is taken for padding, for a text that happens to be full and ends in '@' is far rarer.
    /// </summary>
    public static byte[] Unpack(ReadOnlySpan<byte> octets, int fillBits = 0)
    {
        var count = Math.Max(0, (octets.Length * 8) - fillBits) / 7;
        var septets = new byte[count];
        for (var i = 0; i < count; i++)
        {
            var (octet, shift) = Math.DivRem(fillBits + (i * 7), 8);
            var bits = octets[octet] >> shift;
            if (shift > 1) bits |= octets[octet + 1] << (8 - shift);
            septets[i] = (byte)(bits & 0x7F);
        }

        var full = count > 0 && ((octets.Length * 8) - fillBits) % 7 == 0;
        return full && septets[^1] is 0 or CarriageReturn ? septets[..^1] : septets;
    }

    /// <summary>Whether the bits behind the last septet, up to six, are zero as the packing leaves them.</summary>
    public static bool HasCleanEnd(ReadOnlySpan<byte> octets, int fillBits = 0)
    {
        var left = ((octets.Length * 8) - fillBits) % 7;
        return octets.IsEmpty || left <= 0 || octets[^1] >> (8 - left) == 0;
    }

    /// <summary>The reverse of <see cref="Unpack"/>: seven spare bits carry a carriage return (§6.1.2.3.1), so that no phone shows a stray '@'.</summary>
    public static byte[] Pack(ReadOnlySpan<byte> septets, int fillBits = 0)
    {
        var bits = fillBits + (septets.Length * 7);
        var octets = new byte[(bits + 7) / 8];
        for (var i = 0; i < septets.Length; i++) Put(octets, fillBits + (i * 7), septets[i]);
        if (septets.Length > 0 && (octets.Length * 8) - bits == 7) Put(octets, bits, CarriageReturn);
        return octets;
    }

    private static void Put(Span<byte> octets, int bit, int septet)
    {
        var (octet, shift) = Math.DivRem(bit, 8);
        octets[octet] |= (byte)(septet << shift);
        if (shift > 1) octets[octet + 1] |= (byte)(septet >> (8 - shift));
    }
}
