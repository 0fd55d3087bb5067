using System.Buffers;
using System.Globalization;
using System.Numerics;

namespace Bridge.Protocol.Smpp;

/// <summary>How an operator's receipts write the message id that its submit_sm_resp gave.</summary>
public enum ReceiptIdFormat
{
    Same,

    /// <summary>submit_sm_resp gave it in decimal, the receipt writes it in hex.</summary>
    Hex,

    /// <summary>submit_sm_resp gave it in hex, the receipt writes it in decimal.</summary>
    Decimal,
}

/// <summary>
/// One form for the ids of both sides, so that equal strings are the same message. Numbers lose their leading zeros and hex its case, for
/// SMSCs pad and capitalise differently on the two sides; an id that is no number stays as it is, for there case may be what tells two
/// apart. Lenient to SMSCs that write it in hex on one side and in decimal on the other (jsmpp#62, jasmin#210;
/// MessageIdFormTests.The_same_message).
/// </summary>
public static class MessageIdForm
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789ABCDEFabcdef");

    /// <summary>An id from submit_sm_resp, as it should be stored.</summary>
    public static string OfSubmit(string id)
    {
        var trimmed = id.AsSpan().Trim();
        if (!IsHex(trimmed)) return trimmed.ToString();
        var digits = trimmed.TrimStart('0');
        return digits.IsEmpty ? "0" : digits.ToString().ToUpperInvariant();
    }

    /// <summary>
    /// An id from a receipt, in the form of <see cref="OfSubmit"/>. One that the format cannot be true of is taken to be the same on both
    /// sides.
    /// </summary>
    public static string OfReceipt(string id, ReceiptIdFormat format)
    {
        var plain = OfSubmit(id);
        return format switch
        {
            ReceiptIdFormat.Hex when TryParse(plain, NumberStyles.AllowHexSpecifier, out var number) => number.ToString(),
            ReceiptIdFormat.Decimal when TryParse(plain, NumberStyles.None, out var number) => OfSubmit(number.ToString("X")),
            _ => plain,
        };
    }

    public static bool IsSame(string submitId, string receiptId, ReceiptIdFormat format) =>
        OfSubmit(submitId) == OfReceipt(receiptId, format);

    /// <summary>No id is longer than the field (SMPP v3.4 §5.2.23); a longer one is not worth the time to convert it.</summary>
    private static bool TryParse(string digits, NumberStyles style, out BigInteger number)
    {
        number = default;
        return digits.Length < PduSizes.MessageId && BigInteger.TryParse("0" + digits, style, CultureInfo.InvariantCulture, out number);
    }

    private static bool IsHex(ReadOnlySpan<char> id) => !id.IsEmpty && !id.ContainsAnyExcept(HexDigits);
}
