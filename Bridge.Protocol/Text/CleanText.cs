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

    /// <summary>The text, or null when the long way has to look at it.</summary>
    public static string? Read(ReadOnlySpan<byte> octets, Alphabet? declared) => declared switch
    {
        Alphabet.Ucs2 => Ucs2(octets),
        Alphabet.Gsm7 => Gsm7(octets),
        _ => null,
    };

    private static string? Gsm7(ReadOnlySpan<byte> septets)
    {
        if (septets.IsEmpty) return null;
        if (!septets.ContainsAnyExcept(LikeAscii)) return Encoding.ASCII.GetString(septets);

        // A zero is '@', or half of a UCS-2 character that was labelled wrongly.
        if (septets.Contains((byte)0) || septets.Contains(Gsm7Table.Escape) || septets.ContainsAnyInRange((byte)0x80, (byte)0xFF)) return null;
        return string.Create(septets.Length, septets, static (text, from) =>
        {
            for (var i = 0; i < text.Length; i++) text[i] = Gsm7Table.Default[from[i]];
        });
    }

    private static string? Ucs2(ReadOnlySpan<byte> octets)
    {
        if (octets.IsEmpty || octets.Length % 2 != 0) return null;

        // ASCII under a false label has neither.
        if (!octets.ContainsAnyInRange((byte)0x80, (byte)0xFF) && !octets.Contains((byte)0)) return null;

        if (!BitConverter.IsLittleEndian || !IsClean(MemoryMarshal.Cast<byte, ushort>(octets))) return null;
        return string.Create(octets.Length / 2, octets, static (units, from) =>
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ushort>(from), MemoryMarshal.Cast<char, ushort>(units)));
    }

    /// <summary>Whether nothing in it has to be made visible, and it cannot be taken for octets in the other order: more than six tenths are everyday.</summary>
    /// <param name="units">As they came: each with its octets swapped.</param>
    private static bool IsClean(ReadOnlySpan<ushort> units)
    {
        // A byte order mark of either kind.
        if (units[0] is 0xFEFF or 0xFFFE) return false;

        Vector128<ushort> odd = default, all = default, chinese = default;
        var at = 0;
        for (; at <= units.Length - Vector128<ushort>.Count; at += Vector128<ushort>.Count)
        {
            var some = Swapped(Vector128.Create(units[at..]));
            all |= some;

            // Surrogates and the private use area, NUL. True is all ones, which is -1.
            odd |= In(some, 0xD800, 0xF8FF) | Vector128.Equals(some, default);
            chinese -= In(some, 0x4E00, 0x9FFF);
        }

        if (odd != default) return false;
        var lowOctets = (all & Vector128.Create((ushort)0xFF)) != default;
        var everyday = (int)Vector128.Sum(chinese);
        for (; at < units.Length; at++)
        {
            var unit = BinaryPrimitives.ReverseEndianness(units[at]);
            if (unit is 0 or (>= 0xD800 and <= 0xF8FF)) return false;
            lowOctets |= (unit & 0xFF) != 0;
            if (unit is >= 0x4E00 and <= 0x9FFF) everyday++;
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

    private static Vector128<ushort> Swapped(Vector128<ushort> units) => (units << 8) | (units >>> 8);

    private static Vector128<ushort> In(Vector128<ushort> units, ushort first, ushort last) =>
        Vector128.LessThanOrEqual(units - Vector128.Create(first), Vector128.Create((ushort)(last - first)));
}
