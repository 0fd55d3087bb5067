using System.Text;

namespace Bridge.Protocol.Smpp;

/// <summary>
/// The few short strings that come in every PDU ("992", "CMT", a system_type), so that each is allocated once. Too short for a subscriber's
/// number, which would neither recur nor be anything to keep. A fixed table: a newcomer displaces what stood in its place, so no peer can
/// make it grow.
/// </summary>
internal static class ShortStrings
{
    public const int MaxOctets = 6;
    private static readonly Known?[] Table = new Known?[64];

    public static string Get(ReadOnlySpan<byte> octets)
    {
        var key = KeyOf(octets);
        ref var slot = ref Table[(int)((key * 0x9E3779B97F4A7C15) >> 58)];
        if (slot is { } known && known.Key == key) return known.Text;
        var text = Encoding.Latin1.GetString(octets);
        slot = new(key, text);   // a race costs a second copy, nothing else
        return text;
    }

    /// <summary>The octets behind a one, which shows how many they are: no two strings have the same.</summary>
    private static ulong KeyOf(ReadOnlySpan<byte> octets)
    {
        var key = 1UL;
        foreach (var octet in octets) key = (key << 8) | octet;
        return key;
    }

    private sealed record Known(ulong Key, string Text);
}
