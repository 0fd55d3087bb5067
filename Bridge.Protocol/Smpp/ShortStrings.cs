using System.Buffers.Binary;
using System.Text;

namespace Bridge.Protocol.Smpp;

/// <summary>
/// The few short strings that come in every PDU ("992", "CMT", a system_type), so that each is allocated once. Too short for a subscriber's number,
/// which would neither recur nor be anything to keep. A fixed table: a newcomer displaces what stood in its place, so no peer can make it grow.
/// </summary>
internal static class ShortStrings
{
    public const int MaxOctets = 6;
    private static readonly string?[] Table = new string?[64];

    public static string Get(ReadOnlySpan<byte> octets)
    {
        ref var slot = ref Table[Hash(octets)];
        if (slot is { } known && Same(known, octets)) return known;
        return slot = Encoding.Latin1.GetString(octets);   // a race costs a second copy, nothing else
    }

    private static int Hash(ReadOnlySpan<byte> octets)
    {
        Span<byte> padded = stackalloc byte[8];
        padded.Clear();
        octets.CopyTo(padded);
        return (int)((BinaryPrimitives.ReadUInt64LittleEndian(padded) * 0x9E3779B97F4A7C15) >> 58);
    }

    private static bool Same(string known, ReadOnlySpan<byte> octets)
    {
        if (known.Length != octets.Length) return false;
        for (var i = 0; i < octets.Length; i++)
        {
            if (known[i] != octets[i]) return false;
        }

        return true;
    }
}
