using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Bridge.Protocol.Text;

/// <summary>
/// The short way for what nearly every text is: sound UCS-2 or GSM-7 under a true label. It only takes a body for which the long way
/// (<see cref="CodingRule"/>, <see cref="VisibleText"/>) is sure to give the same text without a problem, and leaves every other to it.
/// </summary>
internal static class CleanText
{
    /// <summary>GSM-7's septets that are the same character in ASCII.</summary>
    private static readonly SearchValues<byte> LikeAscii = SearchValues.Create(
        "\n\r !\"#%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>
    /// £ ¥ ¤ ¡ § ¿ and the Greek capitals (<see cref="Reading.EverydayShare"/>). Some are another character behind an escape.
    /// </summary>
    private static readonly SearchValues<byte> NotEveryday = SearchValues.Create(
        [0x01, 0x03, 0x10, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x19, 0x1A, 0x24, 0x40, 0x5F, 0x60]);

    /// <summary>The text, or null when the long way has to look at it.</summary>
    /// <param name="fillBits">Before packed septets; 0 to 6.</param>
    public static string? Read(ReadOnlySpan<byte> octets, Alphabet? declared, int fillBits = 0) => declared switch
    {
        Alphabet.Ucs2 => Ucs2(octets),
        Alphabet.Gsm7 => Gsm7(octets),
        Alphabet.Gsm7Packed => Packed(octets, fillBits),
        _ => null,
    };

    /// <summary>A text of septets for sure, one an octet; null when the long way has to look at it.</summary>
    public static string? Septets(ReadOnlySpan<byte> septets)
    {
        if (septets.IsEmpty) return null;
        if (!septets.ContainsAnyExcept(LikeAscii)) return Encoding.ASCII.GetString(septets);
        return TryCountEscapes(septets, out var escapes) ? string.Create(septets.Length - escapes, septets, Fill) : null;
    }

    private static string? Gsm7(ReadOnlySpan<byte> septets)
    {
        return !CodingRule.IsSurelySeptets(septets, isAll: true) || Octets.HaveTopBit(septets) ? null : Septets(septets);
    }

    private static string? Packed(ReadOnlySpan<byte> octets, int fillBits)
    {
        if (octets.Length > Body.MostPackedOctets || !CodingRule.CanBePacked(octets.Length, Octets.HaveTopBit(octets))) return null;
        if (!CodingRule.IsSurelySeptets(octets, isAll: true) || !SeptetPacking.HasCleanEnd(octets, fillBits)) return null;
        Span<byte> septets = stackalloc byte[SeptetPacking.SeptetsAtMost(Body.MostPackedOctets)];
        septets = septets[..SeptetPacking.Unpack(octets, fillBits, septets)];
        return CodingRule.MayBeBetterUnpacked(octets) ? PackedSeptets(septets) : Septets(septets);
    }

    /// <summary>
    /// As <see cref="Septets"/>, of octets that were packed: only where all are everyday characters can no other reading have more of them.
    /// </summary>
    public static string? PackedSeptets(ReadOnlySpan<byte> septets) => septets.ContainsAny(NotEveryday) ? null : Septets(septets);

    /// <summary>False when one stands before a septet without an extended character, or at the end.</summary>
    private static bool TryCountEscapes(ReadOnlySpan<byte> septets, out int escapes)
    {
        escapes = 0;
        for (var at = septets.IndexOf(Gsm7Table.Escape); at >= 0; at = septets.IndexOf(Gsm7Table.Escape))
        {
            if (at + 1 == septets.Length || Gsm7Table.Extended(septets[at + 1]) is null) return false;
            escapes++;
            septets = septets[(at + 2)..];
        }

        return true;
    }

    private static void Fill(Span<char> text, ReadOnlySpan<byte> septets)
    {
        ReadOnlySpan<char> alone = Gsm7Table.Default;
        for (var i = 0; i < text.Length; i++)
        {
            var septet = septets[i];
            if (septet == Gsm7Table.Escape)
            {
                septets = septets[1..];
                text[i] = Gsm7Table.Extended(septets[i])!.Value;
            }
            else
            {
                text[i] = alone[septet & 0x7F];
            }
        }
    }

    private static string? Ucs2(ReadOnlySpan<byte> octets)
    {
        if (octets.IsEmpty || octets.Length % 2 != 0) return null;

        // ASCII under a false label has neither, and is long enough to be told.
        if (octets.Length >= CodingRule.AsciiAtLeast && !Octets.HaveTopBit(octets) && !octets.Contains((byte)0)) return null;

        if (!BitConverter.IsLittleEndian || !IsClean(MemoryMarshal.Cast<byte, ushort>(octets))) return null;
        return string.Create(octets.Length / 2, octets, static (units, from) =>
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ushort>(from), MemoryMarshal.Cast<char, ushort>(units)));
    }

    /// <summary>
    /// Whether nothing in it has to be made visible, and it cannot be taken for octets in the other order: more than six tenths are
    /// everyday.
    /// </summary>
    /// <param name="units">As they came: each with its octets swapped.</param>
    private static bool IsClean(ReadOnlySpan<ushort> units)
    {
        // A byte order mark of either kind.
        if (units[0] is 0xFEFF or 0xFFFE) return false;

        var lowOctets = false;
        var everyday = 0;
        if (units.Length < Vector256<ushort>.Count)
        {
            foreach (var swapped in units)
            {
                var unit = BinaryPrimitives.ReverseEndianness(swapped);
                if (unit is 0 or (>= 0xD800 and <= 0xF8FF)) return false;
                lowOctets |= (unit & 0xFF) != 0;
                if (unit is >= 0x4E00 and <= 0x9FFF) everyday++;
            }
        }
        else
        {
            Vector256<ushort> odd = default, all = default, chinese = default;
            for (var at = 0; at < units.Length; at += Vector256<ushort>.Count)
            {
                // The last ones once more with some before them, which are counted already.
                var again = Math.Max(0, at + Vector256<ushort>.Count - units.Length);
                var some = Swapped(Vector256.Create(units[(at - again)..]));
                all |= some;

                // Surrogates and the private use area, NUL. True is all ones, which is -1.
                odd |= In(some, 0xD800, 0xF8FF) | Vector256.Equals(some, default);
                chinese -= In(some, 0x4E00, 0x9FFF) & Vector256.GreaterThanOrEqual(
                    Vector256<ushort>.Indices, Vector256.Create((ushort)again));
            }

            if (odd != default) return false;
            lowOctets = (all & Vector256.Create((ushort)0xFF)) != default;
            everyday = Vector256.Sum(chinese);
        }

        return lowOctets && (IsEnough(everyday, units) || IsEnough(Everyday(units), units));
    }

    private static bool IsEnough(int everyday, ReadOnlySpan<ushort> units) => everyday * 10 > units.Length * 6;

    /// <summary>At least so many that <see cref="Reading.EverydayShare"/> counts.</summary>
    private static int Everyday(ReadOnlySpan<ushort> units)
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

    private static Vector256<ushort> Swapped(Vector256<ushort> units) => (units << 8) | (units >>> 8);

    private static Vector256<ushort> In(Vector256<ushort> units, ushort first, ushort last) =>
        Vector256.LessThanOrEqual(units - Vector256.Create(first), Vector256.Create((ushort)(last - first)));
}
