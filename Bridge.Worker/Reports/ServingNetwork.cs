using System.Text;

namespace Bridge.Worker.Reports;

/// <summary>The network that a phone was in, as an operator's TLV names it.</summary>
/// <param name="Digits">MCC, or MCC and MNC (ITU-T E.212); or the number of the network's switch, country code first (E.164).</param>
internal readonly record struct ServingNetwork(string Digits, bool IsNumber)
{
    private const string HongKong = "852";

    /// <summary>
    /// TON international, NPI E.164, as a switch's number begins on the network's own wires (3GPP TS 29.002, ISDN-AddressString).
    /// </summary>
    private const byte International = 0x91;

    /// <summary>
    /// No standard says how it is written, so every form is taken that can be told from the others: ASCII digits of MCC or MCC and MNC with
    /// or without a sign between them ("45406", "454-06"); the three octets of 3GPP TS 24.008 §10.5.1.3; a switch's number in ASCII digits
    /// or in the network's own form. Null: it says nothing.
    /// </summary>
    public static ServingNetwork? Read(ReadOnlySpan<byte> value)
    {
        var written = value.TrimEnd((byte)0).Trim((byte)' ');
        if (written.IsEmpty) return null;
        if (!written.ContainsAnyExceptInRange((byte)' ', (byte)'~')) return OfText(Encoding.ASCII.GetString(written));
        if (value.Length == 3) return OfPlmn(value);
        return value[0] == International && SemiOctets(value[1..]) is { Length: >= 8 and <= 15 } number
            ? new ServingNetwork(number, IsNumber: true)
            : null;
    }

    private static ServingNetwork? OfText(string text)
    {
        if (text.Length > 4 && text[3] is '-' or '/' or ':' or '.' or ',' or ' ') text = text.Remove(3, 1);
        var isNumber = text[0] == '+' || text.StartsWith("00", StringComparison.Ordinal);
        if (isNumber) text = text[0] == '+' ? text[1..] : text[2..];
        if (text.AsSpan().ContainsAnyExceptInRange('0', '9')) return null;
        return text.Length switch
        {
            3 or 5 or 6 when !isNumber => OfNetwork(text),

            // 8 digits are Hong Kong's own, written without its code. 15 digits without a sign may as well be a subscriber's identity,
            // which says nothing of where they are.
            8 when !isNumber => new ServingNetwork(HongKong + text, IsNumber: true),
            >= 10 and <= 14 => new ServingNetwork(text, IsNumber: true),
            15 when isNumber => new ServingNetwork(text, IsNumber: true),
            _ => null,
        };
    }

    /// <summary>Country codes begin with 2 to 7 or 9 (E.212): anything else is not one.</summary>
    private static ServingNetwork? OfNetwork(string digits) =>
        digits[0] is (>= '2' and <= '7') or '9' ? new ServingNetwork(digits, IsNumber: false) : null;

    /// <summary>MCC2 MCC1, MNC3 MCC3, MNC2 MNC1, with F for a third digit of MNC that is not there.</summary>
    private static ServingNetwork? OfPlmn(ReadOnlySpan<byte> octets)
    {
        var third = octets[1] >> 4;
        Span<int> digits = [octets[0] & 15, octets[0] >> 4, octets[1] & 15, octets[2] & 15, octets[2] >> 4, third == 15 ? 0 : third];
        foreach (var digit in digits)
        {
            if (digit > 9) return null;
        }

        var count = third == 15 ? 5 : 6;
        return OfNetwork(string.Create(count, digits, static (text, from) =>
        {
            for (var i = 0; i < text.Length; i++) text[i] = (char)('0' + from[i]);
        }));
    }

    /// <summary>Two digits an octet, the first in the lower half; F at the end fills an odd one up.</summary>
    private static string? SemiOctets(ReadOnlySpan<byte> octets)
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
