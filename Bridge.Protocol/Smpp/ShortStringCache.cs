using System.Text;

namespace Bridge.Protocol.Smpp;

/// <summary>
/// Caches the few short strings that every PDU carries ("992", "CMT", a system_type), so that each is allocated once. Subscribers' numbers
/// are too long for it: they seldom recur, and must not stay in memory. The table has a fixed size. A new string replaces the one in its
/// place, so no peer can make the table grow.
/// </summary>
internal static class ShortStringCache
{
    /// <summary>Longest string that <see cref="Get"/> accepts, in octets.</summary>
    public const int MaxOctets = 6;
    private static readonly Known?[] Table = new Known?[64];

    /// <summary>Gives the octets as a Latin-1 string.</summary>
    public static string Get(ReadOnlySpan<byte> octets)
    {
        var key = KeyOf(octets);
        ref var slot = ref Table[(int)((key * 0x9E3779B97F4A7C15) >> 58)];
        if (slot is { } known && known.Key == key) return known.Text;
        var text = Encoding.Latin1.GetString(octets);
        slot = new(key, text);   // A race costs a second copy of the string, nothing else.
        return text;
    }

    /// <summary>The octets as a number after a leading 1. The 1 keeps leading zeros apart, so each string has a key of its own.</summary>
    private static ulong KeyOf(ReadOnlySpan<byte> octets)
    {
        var key = 1UL;
        foreach (var octet in octets) key = (key << 8) | octet;
        return key;
    }

    private sealed record Known(ulong Key, string Text);
}
