using System.Buffers.Binary;
using System.Text;
using Bridge.Protocol.Smpp;
using Bridge.Protocol.Text;

namespace Bridge.Worker.Decode;

/// <summary>The values of coded fields in words (SMPP v3.4 §5.2, §5.3.2).</summary>
internal static class SpecMeanings
{
    public static string InterfaceVersion(byte value) => value switch
    {
        0x34 => "v3.4",
        0x50 => "v5.0",
        <= 0x33 => "v3.3 or earlier: no TLVs",
        _ => "unknown",
    };

    public static string TypeOfNumber(byte value) => value switch
    {
        0 => "unknown",
        1 => "international",
        2 => "national",
        3 => "network specific",
        4 => "subscriber number",
        5 => "alphanumeric",
        6 => "abbreviated",
        _ => "reserved",
    };

    public static string NumberingPlan(byte value) => value switch
    {
        0 => "unknown",
        1 => "ISDN (E.163, E.164)",
        3 => "data (X.121)",
        4 => "telex (F.69)",
        6 => "land mobile (E.212)",
        8 => "national",
        9 => "private",
        10 => "ERMES",
        14 => "internet (IP)",
        18 => "WAP client id",
        _ => "reserved",
    };

    public static string Length(byte value) => value switch
    {
        0 => "0: none, or in message_payload",
        255 => "255: v5.0 only, 254 at most in v3.4",
        _ => value.ToString(),
    };

    public static string DestFlag(byte value) => value switch
    {
        1 => "an address",
        2 => "a distribution list",
        _ => "reserved",
    };

    public static string State(byte value) =>
        Enum.IsDefined((MessageState)value) ? ((MessageState)value).ToString().ToUpperInvariant() : "reserved";

    public static string EsmClass(byte value)
    {
        var esmClass = new EsmClass(value);
        var type = esmClass.MessageType switch
        {
            MessageType.Default => "message",
            MessageType.DeliveryReceipt => "delivery receipt",
            MessageType.DeliveryAcknowledgement => "delivery acknowledgement",
            MessageType.UserAcknowledgement => "user acknowledgement",
            MessageType.ConversationAbort => "conversation abort",
            MessageType.IntermediateNotification => "intermediate notification",
            _ => "message of a reserved type",
        };
        return type + (esmClass.HasUdh ? ", with UDH" : "") + ((value & 0x80) != 0 ? ", reply path" : "");
    }

    public static string RegisteredDelivery(byte value)
    {
        var receipt = (value & 0x03) switch
        {
            0 => "no receipt",
            1 => "receipt of success or failure",
            2 => "receipt of failure",
            _ => "receipt of success (v5.0)",
        };
        return receipt
            + ((value & 0x0C) != 0 ? ", acknowledgement by the recipient" : "")
            + ((value & 0x10) != 0 ? ", intermediate notification" : "");
    }

    public static string DataCoding(byte value) => value switch
    {
        0x00 => "SMSC default alphabet",
        0x01 => "ASCII",
        0x02 or 0x04 => "binary",
        0x03 => "Latin-1",
        0x05 => "JIS X 0208",
        0x06 => "ISO 8859-5 (Cyrillic)",
        0x07 => "ISO 8859-8 (Hebrew)",
        0x08 => "UCS-2",
        0x09 => "pictograms",
        0x0A => "ISO-2022-JP",
        0x0D => "JIS X 0212",
        0x0E => "KS C 5601",
        _ => TextDecoder.ResolveAlphabet(value, Alphabet.Gsm7) switch
        {
            Alphabet.Gsm7 => "GSM DCS group: GSM-7, as the default alphabet is written",
            Alphabet.Ucs2 => "GSM DCS group: UCS-2",
            _ when (value & 0xEC) is 0x04 or 0x44 || (value & 0xFC) is 0x14 or 0xF4 => "GSM DCS group: binary",
            _ => "reserved",
        },
    };

    /// <summary>The value in words where the tag is known or the value is text, otherwise its length.</summary>
    public static string Value(Tlv tlv)
    {
        var value = tlv.Value.Span;
        return tlv.Tag switch
        {
            TlvTag.MessageState when value is [var state] => State(state),
            TlvTag.NetworkErrorCode when value is [var type, var high, var low] => $"network type {type}, error {(high << 8) | low}",
            TlvTag.ScInterfaceVersion when value is [var version] => InterfaceVersion(version),
            TlvTag.CongestionState when value is [var congestion] => Congestion(congestion),
            TlvTag.PayloadType when value is [var payload] => Among(payload, "default", "WCMP"),
            TlvTag.PrivacyIndicator when value is [var privacy] => Among(privacy, "not restricted", "restricted", "confidential", "secret"),
            TlvTag.LanguageIndicator when value is [var language] =>
                Among(language, "unspecified", "English", "French", "Spanish", "German", "Portuguese"),
            TlvTag.MsAvailabilityStatus when value is [var availability] => Among(availability, "available", "denied", "unavailable"),
            TlvTag.DeliveryFailureReason when value is [var reason] => Among(
                reason, "destination unavailable", "destination address invalid", "permanent network error", "temporary network error"),
            TlvTag.MoreMessagesToSend when value is [var more] => Among(more, "no", "yes"),
            TlvTag.SetDpf or TlvTag.DpfResult when value is [var pending] =>
                Among(pending, "delivery pending flag not set", "delivery pending flag set"),
            TlvTag.SourceNetworkType or TlvTag.DestNetworkType when value is [var network] => Among(
                network, "unknown", "GSM", "ANSI-136/TDMA", "IS-95/CDMA", "PDC", "PHS", "iDEN", "AMPS", "paging network"),
            TlvTag.SourceAddrSubunit or TlvTag.DestAddrSubunit when value is [var unit] => Among(
                unit, "unknown", "display", "mobile equipment", "smart card", "external unit"),
            TlvTag.DisplayTime when value is [var display] => Among(display, "temporary", "default", "invoke"),
            TlvTag.ReceiptedMessageId or TlvTag.AdditionalStatusInfoText => Quoted(value),
            _ => Number(value) ?? (IsAscii(value) ? Quoted(value) : Count(value.Length)),
        };
    }

    /// <summary>SMPP v3.4 §7.1.1: twelve digits, tenths, quarter hours of the zone, and + or -, or R for a relative time.</summary>
    public static bool IsTime(ReadOnlySpan<byte> value) =>
        value.Length == 16 && value[..15].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 && "+-R"u8.Contains(value[15]);

    private static string Congestion(byte value) => value switch
    {
        0 => "0: idle",
        < 30 => $"{value}: low load",
        < 50 => $"{value}: medium load",
        < 80 => $"{value}: high load",
        < 90 => $"{value}: optimum load",
        < 100 => $"{value}: nearing congestion",
        100 => "100: congested",
        _ => $"{value}: reserved",
    };

    private static string Among(byte value, params ReadOnlySpan<string> words) =>
        value < words.Length ? $"{value}: {words[value]}" : $"{value}: reserved";

    public static string Count(int octets) => octets == 1 ? "1 octet" : $"{octets} octets";

    public static string Quoted(ReadOnlySpan<byte> octets) => Quoted(Encoding.Latin1.GetString(octets.TrimEnd((byte)0)));

    /// <summary>A text in quotes, its control and format characters escaped: a stranger wrote it, and it goes to a terminal.</summary>
    public static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in text)
        {
            quoted.Append(character switch
            {
                '"' or '\\' => $"\\{character}",
                '\n' => "\\n",
                '\r' => "\\r",
                _ when char.IsControl(character) || IsDirectional(character) => $"\\u{(int)character:X4}",
                _ => character.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>Bidirectional controls, which would turn the line around. ZWJ and variation selectors are left to emoji.</summary>
    private static bool IsDirectional(char character) =>
        character is '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    private static string? Number(ReadOnlySpan<byte> value) => value.Length switch
    {
        1 => value[0].ToString(),
        2 => BinaryPrimitives.ReadUInt16BigEndian(value).ToString(),
        4 => BinaryPrimitives.ReadUInt32BigEndian(value).ToString(),
        _ => null,
    };

    private static bool IsAscii(ReadOnlySpan<byte> octets) =>
        !octets.IsEmpty && octets.TrimEnd((byte)0).IndexOfAnyExceptInRange((byte)0x20, (byte)0x7E) < 0;
}
