using System.Text;

namespace Bridge.Worker.Reports;

/// <summary>The network that a phone was in, as an operator's TLV names it.</summary>
/// <param name="Digits">MCC, or MCC and MNC (ITU-T E.212); or the number of the network's switch, country code first (E.164).</param>
/// <param name="IsNumber">Whether it is the number of a switch.</param>
internal readonly record struct ServingNetwork(string Digits, bool IsNumber)
{
    private const string HongKong = "852";

    /// <summary>
    /// TON international, NPI E.164: the first octet of a switch's number as networks send it (3GPP TS 29.002, ISDN-AddressString).
    /// </summary>
    private const byte International = 0x91;

    /// <summary>
    /// No standard says how the value is written, so every form is read that cannot be mistaken for another: MCC or MCC and MNC in ASCII
    /// digits, with or without a sign between them ("45406", "454-06"); the three octets of 3GPP TS 24.008 §10.5.1.3; the number of a
    /// switch, in ASCII digits or in the form of <see cref="International"/>.
    /// </summary>
    /// <returns>Null: it says nothing.</returns>
    public static ServingNetwork? Read(ReadOnlySpan<byte> value)
    {
        var written = value.TrimEnd((byte)0).Trim((byte)' ');
        if (written.IsEmpty) return null;
        if (!written.ContainsAnyExceptInRange((byte)' ', (byte)'~')) return ReadText(Encoding.ASCII.GetString(written));
        if (value.Length == 3) return ReadPlmn(value);
        return value[0] == International && ReadSemiOctets(value[1..]) is { Length: >= 8 and <= 15 } number
            ? new ServingNetwork(number, IsNumber: true)
            : null;
    }

    private static ServingNetwork? ReadText(string text)
    {
        if (text.Length > 4 && text[3] is '-' or '/' or ':' or '.' or ',' or ' ') text = text.Remove(3, 1);
        var isNumber = text[0] == '+' || text.StartsWith("00", StringComparison.Ordinal);
        if (isNumber) text = text[0] == '+' ? text[1..] : text[2..];
        if (text.AsSpan().ContainsAnyExceptInRange('0', '9')) return null;
        return text.Length switch
        {
            3 or 5 or 6 when !isNumber => FromNetworkCode(text),

            // 8 digits are a number of Hong Kong without its country code. 15 digits without a sign may be the identity of a subscriber,
            // which does not say where the phone is.
            8 when !isNumber => new ServingNetwork(HongKong + text, IsNumber: true),
            >= 10 and <= 14 => new ServingNetwork(text, IsNumber: true),
            15 when isNumber => new ServingNetwork(text, IsNumber: true),
            _ => null,
        };
    }

    /// <summary>A country code begins with 2 to 7 or 9 (E.212).</summary>
    private static ServingNetwork? FromNetworkCode(string digits) =>
        digits[0] is (>= '2' and <= '7') or '9' ? new ServingNetwork(digits, IsNumber: false) : null;

    /// <summary>Half octets: MCC2 MCC1, MNC3 MCC3, MNC2 MNC1; MNC3 is F when MNC has two digits.</summary>
    private static ServingNetwork? ReadPlmn(ReadOnlySpan<byte> octets)
    {
        var third = octets[1] >> 4;
        Span<int> digits = [octets[0] & 15, octets[0] >> 4, octets[1] & 15, octets[2] & 15, octets[2] >> 4, third == 15 ? 0 : third];
        foreach (var digit in digits)
        {
            if (digit > 9) return null;
        }

        var count = third == 15 ? 5 : 6;
        return FromNetworkCode(string.Create(count, digits, static (text, from) =>
        {
            for (var i = 0; i < text.Length; i++) text[i] = (char)('0' + from[i]);
        }));
    }

    /// <summary>Two digits in each octet, the first in the lower half. The last half is F when the number of digits is odd.</summary>
    private static string? ReadSemiOctets(ReadOnlySpan<byte> octets)
    {
        var digits = new StringBuilder();
        for (var i = 0; i < octets.Length * 2; i++)
        {
            var digit = i % 2 == 0 ? octets[i / 2] & 15 : octets[i / 2] >> 4;
            if (digit == 15 && i == octets.Length * 2 - 1) break;
            if (digit > 9) return null;
            digits.Append((char)('0' + digit));
        }

        return digits.ToString();
    }
}
