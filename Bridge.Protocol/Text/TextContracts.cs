namespace Bridge.Protocol.Text;

/// <summary>How octets stand for characters.</summary>
public enum Alphabet
{
    /// <summary>The GSM 7-bit default alphabet, one septet an octet (3GPP TS 23.038 §6.2.1).</summary>
    Gsm7,

    /// <summary>The same alphabet, eight septets packed into seven octets (3GPP TS 23.038 §6.1.2.1).</summary>
    Gsm7Packed,

    /// <summary>ASCII, one octet a character.</summary>
    Ascii,

    /// <summary>ISO 8859-1, one octet a character. 0x80 to 0x9F decode as in Windows-1252.</summary>
    Latin1,

    /// <summary>UCS-2 as phones send it: UTF-16BE with surrogate pairs (3GPP TS 23.038 §6.2.3).</summary>
    Ucs2,

    /// <summary>Octets that are not text, or whose alphabet is unknown.</summary>
    Binary,
}

/// <summary>The result of decoding.</summary>
/// <param name="Text">The text, well-formed UTF-16 without NUL.</param>
/// <param name="Alphabet">
/// The alphabet that was decoded, which may differ from what data_coding declares. <see cref="Alphabet.Gsm7"/> also for packed septets.
/// </param>
/// <param name="Problems">
/// Each doubt about the text in words, without its content (<see cref="TextProblem"/>). Empty if there is none.
/// </param>
public readonly record struct DecodedText(string Text, Alphabet Alphabet, IReadOnlyList<string> Problems);

/// <summary>Where the reference of a long text stands.</summary>
public enum ReferenceKind : byte
{
    /// <summary>In the user data header, with 8 bits (3GPP TS 23.040 §9.2.3.24.1).</summary>
    Udh8,

    /// <summary>In the user data header, with 16 bits (3GPP TS 23.040 §9.2.3.24.8).</summary>
    Udh16,

    /// <summary>In the sar_* TLVs, with 16 bits (SMPP v3.4 §5.3.2.22).</summary>
    Sar,
}

/// <summary>Which part of which long text a PDU carries.</summary>
/// <param name="Kind">Where this was read.</param>
/// <param name="Reference">The same in all parts of a text. Phones reuse it.</param>
/// <param name="Total">How many parts the text has: 2 to 255.</param>
/// <param name="Number">The number of this part: 1 to <paramref name="Total"/>.</param>
public readonly record struct Concatenation(ReferenceKind Kind, ushort Reference, byte Total, byte Number);

/// <summary>How a text of several parts is written on the wire.</summary>
public enum LongTextForm
{
    /// <summary>A PDU for each part, with a user data header that has an 8-bit reference.</summary>
    Udh,

    /// <summary>A PDU for each part, with the sar_* TLVs.</summary>
    Sar,

    /// <summary>One PDU with message_payload, which the SMSC splits.</summary>
    Payload,
}

/// <summary>What one submit_sm carries of a text.</summary>
/// <param name="DataCoding">data_coding of the PDU: 0x00 or 0x08.</param>
/// <param name="UserData">Goes into message_payload if <paramref name="AsPayload"/>, else into short_message.</param>
/// <param name="HasUdh">Whether the user data begins with a header. Then <see cref="Smpp.EsmClass.WithUdh"/> is needed.</param>
/// <param name="Sar">The values of the sar_* TLVs. Null if there are none.</param>
/// <param name="AsPayload">Whether the user data goes into message_payload.</param>
public sealed record TextPart(byte DataCoding, ReadOnlyMemory<byte> UserData, bool HasUdh, Concatenation? Sar, bool AsPayload);
