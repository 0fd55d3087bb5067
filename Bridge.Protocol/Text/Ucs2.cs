using System.Buffers.Binary;

namespace Bridge.Protocol.Text;

/// <summary>
/// UCS-2 as phones send it: UTF-16BE with surrogate pairs (3GPP TS 23.038 §6.2.3). <see cref="System.Text.Encoding"/> is not used for it,
/// because that replaces a lone surrogate by U+FFFD without telling.
/// </summary>
internal static class Ucs2
{
    public const char ByteOrderMark = '\uFEFF';

    /// <summary>
    /// Decodes octets to code units, lone surrogates included. A byte order mark at the front and an odd octet at the end are left out.
    /// </summary>
    public static string Decode(ReadOnlySpan<byte> octets, bool littleEndian = false)
    {
        Span<char> units = octets.Length <= 1024 ? stackalloc char[octets.Length / 2] : new char[octets.Length / 2];
        for (var i = 0; i < units.Length; i++)
        {
            var unit = octets.Slice(i * 2, 2);
            units[i] = (char)(littleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(unit) : BinaryPrimitives.ReadUInt16BigEndian(unit));
        }

        return new string(units is [ByteOrderMark, ..] ? units[1..] : units);
    }

    public static byte[] Encode(ReadOnlySpan<char> text)
    {
        var octets = new byte[text.Length * 2];
        for (var i = 0; i < text.Length; i++) BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(i * 2), text[i]);
        return octets;
    }
}
