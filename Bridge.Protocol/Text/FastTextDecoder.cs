using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Bridge.Protocol.Text;

/// <summary>
/// Decodes what nearly every text is: sound UCS-2 or GSM-7 under a true data_coding. It allocates nothing but the string. It decodes only
/// octets for which <see cref="CodingRule"/> and <see cref="VisibleText"/> are certain to give the same text without a problem, and leaves
/// all others to them by returning null.
/// </summary>
internal static class FastTextDecoder
{
    /// <summary>The septets of GSM-7 that are the same character in ASCII.</summary>
    private static readonly SearchValues<byte> LikeAscii = SearchValues.Create(
        "\n\r !\"#%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>
    /// The septets that are not always everyday characters (<see cref="Interpretation.IsEveryday"/>): £ ¥ ¤ ¡ § ¿ and the Greek capitals,
    /// some of which are another character after an escape.
    /// </summary>
    private static readonly SearchValues<byte> NotEveryday = SearchValues.Create(
        [0x01, 0x03, 0x10, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x19, 0x1A, 0x24, 0x40, 0x5F, 0x60]);

    /// <summary>Decodes the whole of a text, or returns null.</summary>
    /// <param name="fillBits">Unused bits before packed septets: 0 to 6.</param>
    public static string? TryDecode(ReadOnlySpan<byte> octets, Alphabet? declared, int fillBits = 0) => declared switch
    {
        Alphabet.Ucs2 => TryDecodeUcs2(octets),
        Alphabet.Gsm7 => TryDecodeGsm7(octets),
        Alphabet.Gsm7Packed => TryDecodePacked(octets, fillBits),
        _ => null,
    };

    /// <summary>
    /// Decodes septets, one an octet, that were packed on the wire, or returns null. If all are everyday characters, no other reading can
    /// have a larger share of them.
    /// </summary>
    public static string? TryDecodeUnpacked(ReadOnlySpan<byte> septets) =>
        septets.ContainsAny(NotEveryday) ? null : TryDecodeSeptets(septets);

    private static string? TryDecodeGsm7(ReadOnlySpan<byte> octets) =>
        !CodingRule.IsSurelySeptets(octets, isAll: true) || OctetChecks.HaveTopBit(octets) ? null : TryDecodeSeptets(octets);

    private static string? TryDecodePacked(ReadOnlySpan<byte> octets, int fillBits)
    {
        if (octets.Length > EncodedText.MaxPackedOctets) return null;
        if (!CodingRule.CanBePacked(octets.Length, OctetChecks.HaveTopBit(octets))) return null;
        if (!CodingRule.IsSurelySeptets(octets, isAll: true) || !SeptetPacking.EndsWithZeroBits(octets, fillBits)) return null;
        Span<byte> septets = stackalloc byte[SeptetPacking.MaxSeptets(EncodedText.MaxPackedOctets)];
        septets = septets[..SeptetPacking.Unpack(octets, fillBits, septets)];
        return CodingRule.MayBeBetterUnpacked(octets) ? TryDecodeUnpacked(septets) : TryDecodeSeptets(septets);
    }

    private static string? TryDecodeSeptets(ReadOnlySpan<byte> septets)
    {
        if (septets.IsEmpty) return null;
        if (!septets.ContainsAnyExcept(LikeAscii)) return Encoding.ASCII.GetString(septets);
        return TryCountEscapes(septets, out var escapes) ? string.Create(septets.Length - escapes, septets, WriteSeptets) : null;
    }

    /// <summary>Counts the escapes. False if one stands at the end, or before a septet that has no extended character.</summary>
    private static bool TryCountEscapes(ReadOnlySpan<byte> septets, out int escapes)
    {
        escapes = 0;
        for (var at = septets.IndexOf(Gsm7Table.Escape); at >= 0; at = septets.IndexOf(Gsm7Table.Escape))
        {
            if (at + 1 == septets.Length || Gsm7Table.FindExtended(septets[at + 1]) is null) return false;
            escapes++;
            septets = septets[(at + 2)..];
        }

        return true;
    }

    private static void WriteSeptets(Span<char> text, ReadOnlySpan<byte> septets)
    {
        ReadOnlySpan<char> alphabet = Gsm7Table.Default;
        for (var i = 0; i < text.Length; i++)
        {
            var septet = septets[i];
            if (septet == Gsm7Table.Escape)
            {
                septets = septets[1..];
                text[i] = Gsm7Table.FindExtended(septets[i])!.Value;
            }
            else
            {
                text[i] = alphabet[septet & 0x7F];
            }
        }
    }

    private static string? TryDecodeUcs2(ReadOnlySpan<byte> octets)
    {
        if (octets.IsEmpty || octets.Length % 2 != 0) return null;

        // It may be ASCII: long enough, no top bit, no zero.
        if (octets.Length >= CodingRule.MinAsciiOctets && !OctetChecks.HaveTopBit(octets) && !octets.Contains((byte)0)) return null;

        if (!BitConverter.IsLittleEndian || !IsSound(MemoryMarshal.Cast<byte, ushort>(octets))) return null;
        return string.Create(octets.Length / 2, octets, static (units, from) =>
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ushort>(from), MemoryMarshal.Cast<char, ushort>(units)));
    }

    /// <summary>
    /// Whether nothing in the text has to be made visible, and its octets cannot be swapped UCS-2, because more than six in ten characters
    /// are everyday ones.
    /// </summary>
    /// <param name="units">The code units as received, so each has its octets swapped.</param>
    private static bool IsSound(ReadOnlySpan<ushort> units)
    {
        // A byte order mark of either kind.
        if (units[0] is 0xFEFF or 0xFFFE) return false;

        var haveLowOctets = false;
        var chinese = 0;
        if (units.Length < Vector256<ushort>.Count)
        {
            foreach (var swapped in units)
            {
                var unit = BinaryPrimitives.ReverseEndianness(swapped);
                if (unit is 0 or (>= 0xD800 and <= 0xF8FF)) return false;
                haveLowOctets |= (unit & 0xFF) != 0;
                if (unit is >= 0x4E00 and <= 0x9FFF) chinese++;
            }
        }
        else
        {
            Vector256<ushort> unsound = default, allBits = default, chineseCounts = default;
            for (var at = 0; at < units.Length; at += Vector256<ushort>.Count)
            {
                // The last vector is filled up from the front with units that were counted already.
                var counted = Math.Max(0, at + Vector256<ushort>.Count - units.Length);
                var some = SwapOctets(Vector256.Create(units[(at - counted)..]));
                allBits |= some;

                // Surrogates, the private use area, and NUL. A true comparison gives all ones, which is -1.
                unsound |= AreBetween(some, 0xD800, 0xF8FF) | Vector256.Equals(some, default);
                chineseCounts -= AreBetween(some, 0x4E00, 0x9FFF) & Vector256.GreaterThanOrEqual(
                    Vector256<ushort>.Indices, Vector256.Create((ushort)counted));
            }

            if (unsound != default) return false;
            haveLowOctets = (allBits & Vector256.Create((ushort)0xFF)) != default;
            chinese = Vector256.Sum(chineseCounts);
        }

        return haveLowOctets && (AreMost(chinese, units) || AreMost(CountEveryday(units), units));
    }

    private static bool AreMost(int everyday, ReadOnlySpan<ushort> units) => everyday * 10 > units.Length * 6;

    /// <summary>Counts most of the characters that <see cref="Interpretation.IsEveryday"/> knows, and no others.</summary>
    private static int CountEveryday(ReadOnlySpan<ushort> units)
    {
        var everyday = 0;
        foreach (var swapped in units)
        {
            var unit = BinaryPrimitives.ReverseEndianness(swapped);
            if (unit is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3000 and <= 0x30FF) or (>= 0xFF01 and <= 0xFF5E) or (>= '0' and <= '9') or ' '
                || (unit | 0x20) is >= 'a' and <= 'z')
            {
                everyday++;
            }
        }

        return everyday;
    }

    private static Vector256<ushort> SwapOctets(Vector256<ushort> units) => (units << 8) | (units >>> 8);

    private static Vector256<ushort> AreBetween(Vector256<ushort> units, ushort first, ushort last) =>
        Vector256.LessThanOrEqual(units - Vector256.Create(first), Vector256.Create((ushort)(last - first)));
}
