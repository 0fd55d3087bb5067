using System.Buffers;
using System.Globalization;
using System.Numerics;

namespace Bridge.Protocol.Smpp;

/// <summary>How an operator's receipts write the message id that its submit_sm_resp gave.</summary>
public enum ReceiptIdFormat
{
    /// <summary>Both write it alike, but for leading zeros and the case of hexadecimal digits.</summary>
    Same,

    /// <summary>submit_sm_resp gives it in decimal, the receipt writes it in hexadecimal.</summary>
    Hex,

    /// <summary>submit_sm_resp gives it in hexadecimal, the receipt writes it in decimal.</summary>
    Decimal,
}

/// <summary>
/// Brings the message ids of submit_sm_resp and of receipts into one form, in which equal strings mean the same message. An id of
/// hexadecimal digits loses its leading zeros and its lower case, because SMSCs pad and capitalise differently on the two sides. Any other
/// id stays as it is, because there case may tell two ids apart. Lenient to SMSCs that write an id in hexadecimal on one side and in
/// decimal on the other (jsmpp#62, jasmin#210; NormalizedMessageIdTests.The_same_message).
/// </summary>
public static class NormalizedMessageId
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789ABCDEFabcdef");

    /// <summary>Normalises an id from submit_sm_resp. White space around it is dropped.</summary>
    public static string FromSubmitResp(string id)
    {
        var trimmed = id.AsSpan().Trim();
        if (!IsHex(trimmed)) return trimmed.ToString();
        var digits = trimmed.TrimStart('0');
        return digits.IsEmpty ? "0" : digits.ToString().ToUpperInvariant();
    }

    /// <summary>
    /// Normalises an id from a receipt to what <see cref="FromSubmitResp"/> gives for the same message. An id that cannot have
    /// <paramref name="format"/> is read as <see cref="ReceiptIdFormat.Same"/>.
    /// </summary>
    public static string FromReceipt(string id, ReceiptIdFormat format)
    {
        var plain = FromSubmitResp(id);
        return format switch
        {
            ReceiptIdFormat.Hex when TryParse(plain, NumberStyles.AllowHexSpecifier, out var number) => number.ToString(),
            ReceiptIdFormat.Decimal when TryParse(plain, NumberStyles.None, out var number) => FromSubmitResp(number.ToString("X")),
            _ => plain,
        };
    }

    /// <summary>
    /// Parses no id that is longer than the field (SMPP v3.4 §5.2.23): converting a very long number would cost too much time.
    /// </summary>
    private static bool TryParse(string digits, NumberStyles style, out BigInteger number)
    {
        number = default;
        return digits.Length < PduSizes.MessageId && BigInteger.TryParse("0" + digits, style, CultureInfo.InvariantCulture, out number);
    }

    private static bool IsHex(ReadOnlySpan<char> id) => !id.IsEmpty && !id.ContainsAnyExcept(HexDigits);
}
