using System.Buffers.Binary;

namespace Bridge.Protocol.Text;

/// <summary>
/// UCS-2 as phones send it: UTF-16BE, surrogate pairs included (3GPP TS 23.038 §6.2.3). Read by hand, for
/// <see cref="System.Text.Encoding"/> turns a lone surrogate into U+FFFD without a word.
/// </summary>
public static class Ucs2
{
    public const char ByteOrderMark = '\uFEFF';

    /// <summary>
    /// Code units as they stand, lone surrogates too; a byte order mark at the front and an odd octet at the end are left out.
    /// </summary>
    internal static string Decode(ReadOnlySpan<byte> octets, bool littleEndian = false)
    {
        Span<char> units = octets.Length <= 1024 ? stackalloc char[octets.Length / 2] : new char[octets.Length / 2];
        for (var i = 0; i < units.Length; i++)
        {
            var unit = octets.Slice(i * 2, 2);
            units[i] = (char)(littleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(unit) : BinaryPrimitives.ReadUInt16BigEndian(unit));
        }

        return new string(units is [ByteOrderMark, ..] ? units[1..] : units);
    }

    internal static byte[] Encode(ReadOnlySpan<char> text)
    {
        var octets = new byte[text.Length * 2];
        for (var i = 0; i < text.Length; i++) BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(i * 2), text[i]);
        return octets;
    }
}
