namespace Bridge.Protocol.Text;

/// <summary>How octets stand for characters.</summary>
public enum Alphabet
{
    /// <summary>GSM 7-bit default alphabet, one septet an octet (3GPP TS 23.038 §6.2.1).</summary>
    Gsm7,

    /// <summary>The same, eight septets in seven octets (3GPP TS 23.038 §6.1.2.1).</summary>
    Gsm7Packed,
    Ascii,
    Latin1,

    /// <summary>UCS-2 as phones send it: UTF-16BE, surrogate pairs included.</summary>
    Ucs2,

    /// <summary>Octets that are no text, or whose alphabet is not known.</summary>
    Binary,
}

/// <summary>What a body says, and every doubt about it in words (never with any of its content; see <see cref="TextProblem"/>).</summary>
/// <param name="Alphabet">What was decoded: <see cref="Alphabet.Gsm7"/> when packed too.</param>
public readonly record struct DecodedText(string Text, Alphabet Alphabet, IReadOnlyList<string> Problems);

public enum ReferenceKind : byte
{
    Udh8,
    Udh16,
    Sar,
}

/// <summary>
/// Which part of which long text a body is (3GPP TS 23.040 §9.2.3.24.1 and .8, or SMPP v3.4 §5.3.2.22 to .24). Number counts from 1.
/// </summary>
public readonly record struct Concatenation(ReferenceKind Kind, ushort Reference, byte Total, byte Number);

/// <summary>How a text of several parts is written on the wire.</summary>
public enum LongTextForm
{
    /// <summary>A UDH with an 8-bit reference.</summary>
    Udh,

    /// <summary>The sar_* TLVs.</summary>
    Sar,

    /// <summary>One PDU with message_payload.</summary>
    Payload,
}

/// <summary>
/// One submit_sm's worth of a text: put <see cref="UserData"/> into short_message (or message_payload for
/// <see cref="LongTextForm.Payload"/>).
/// </summary>
public sealed record TextPart(byte DataCoding, ReadOnlyMemory<byte> UserData, bool HasUdh, Concatenation? Sar, bool AsPayload);
