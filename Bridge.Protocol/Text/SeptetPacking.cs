using System.Buffers.Binary;

namespace Bridge.Protocol.Text;

/// <summary>
/// Packs eight septets into seven octets, the first septet in the lowest bits (3GPP TS 23.038 §6.1.2.1):
/// <code>
/// octet 0: b a a a a a a a    octet 1: c c b b b b b b    ...    octet 6: h h h h h h h g
/// </code>
/// After a user data header, fill bits move the text to the next septet boundary, counted from the start of the header (3GPP TS 23.040
/// §9.2.3.24).
/// </summary>
public static class SeptetPacking
{
    private const byte CarriageReturn = 0x0D;

    /// <summary>How many fill bits follow a user data header: 0 to 6.</summary>
    /// <param name="headerOctets">Octets of the header, its length octet included. 0 if there is none.</param>
    public static int FillBits(int headerOctets) => (7 - (headerOctets * 8 % 7)) % 7;

    /// <summary>
    /// How many septets <paramref name="octets"/> octets can hold, which is the room that
    /// <see cref="Unpack(ReadOnlySpan{byte}, int, Span{byte})"/> needs.
    /// </summary>
    public static int MaxSeptets(int octets) => octets * 8 / 7;

    /// <summary>Unpacks septets into a new array, one an octet.</summary>
    /// <param name="octets">Packed septets.</param>
    /// <param name="fillBits">Unused bits before the first septet: 0 to 6.</param>
    public static byte[] Unpack(ReadOnlySpan<byte> octets, int fillBits = 0)
    {
        var septets = new byte[MaxSeptets(octets.Length)];
        return septets[..Unpack(octets, fillBits, septets)];
    }

    /// <summary>
    /// Unpacks septets, one an octet, and returns how many there are. SMPP counts octets, so seven spare bits at the end look like one more
    /// septet. A zero ('@') or a carriage return there is read as padding: a text that fills its octets and ends in '@' is far rarer.
    /// </summary>
    /// <param name="octets">Packed septets.</param>
    /// <param name="fillBits">Unused bits before the first septet: 0 to 6.</param>
    /// <param name="septets">Receives the septets. Needs room for <see cref="MaxSeptets"/> of them.</param>
    public static int Unpack(ReadOnlySpan<byte> octets, int fillBits, Span<byte> septets)
    {
        var bits = Math.Max(0, (octets.Length * 8) - fillBits);
        var count = bits / 7;
        var at = 0;
        for (; count - at >= 8 && octets.Length >= sizeof(ulong); at += 8)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(septets[at..], Spread(BinaryPrimitives.ReadUInt64LittleEndian(octets) >> fillBits));
            octets = octets[7..];
        }

        Span<byte> last = stackalloc byte[sizeof(ulong)];
        last.Clear();
        octets.CopyTo(last);
        for (var rest = BinaryPrimitives.ReadUInt64LittleEndian(last) >> fillBits; at < count; rest >>= 7)
        {
            septets[at++] = (byte)(rest & 0x7F);
        }

        var isFull = count > 0 && bits % 7 == 0;
        return isFull && septets[count - 1] is 0 or CarriageReturn ? count - 1 : count;
    }

    /// <summary>Moves eight septets from the low 56 bits to an octet each: first halves apart, then quarters, then eighths.</summary>
    private static ulong Spread(ulong septets)
    {
        septets = (septets & 0x000000000FFFFFFF) | ((septets & 0x00FFFFFFF0000000) << 4);
        septets = (septets & 0x00003FFF00003FFF) | ((septets & 0x0FFFC0000FFFC000) << 2);
        return (septets & 0x007F007F007F007F) | ((septets & 0x3F803F803F803F80) << 1);
    }

    /// <summary>Whether the bits after the last septet, at most six, are zero, as packing leaves them.</summary>
    /// <param name="octets">Packed septets.</param>
    /// <param name="fillBits">Unused bits before the first septet: 0 to 6.</param>
    public static bool EndsWithZeroBits(ReadOnlySpan<byte> octets, int fillBits = 0)
    {
        var left = ((octets.Length * 8) - fillBits) % 7;
        return octets.IsEmpty || left <= 0 || octets[^1] >> (8 - left) == 0;
    }

    /// <summary>
    /// Packs septets into a new array. Seven spare bits at the end carry a carriage return (§6.1.2.3.1), so that no phone shows a stray
    /// '@'.
    /// </summary>
    /// <param name="septets">Septets, one an octet, each below 0x80.</param>
    /// <param name="fillBits">Unused bits before the first septet: 0 to 6.</param>
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
