using System.Buffers.Binary;
using System.Text;

namespace Bridge.Protocol.Smpp;

/// <summary>message_state (SMPP v3.4 §5.2.28; 0 and 9 from v5.0 §4.7.15).</summary>
public enum MessageState : byte
{
    /// <summary>The message waits for its scheduled time (v5.0).</summary>
    Scheduled = 0,

    /// <summary>The message is on its way.</summary>
    Enroute = 1,

    /// <summary>The phone has the message.</summary>
    Delivered = 2,

    /// <summary>The validity period is over.</summary>
    Expired = 3,

    /// <summary>The message was deleted.</summary>
    Deleted = 4,

    /// <summary>The message cannot be delivered.</summary>
    Undeliverable = 5,

    /// <summary>Somebody read the message on behalf of the subscriber.</summary>
    Accepted = 6,

    /// <summary>The state is unknown.</summary>
    Unknown = 7,

    /// <summary>The message was rejected.</summary>
    Rejected = 8,

    /// <summary>The message was accepted and not sent (v5.0).</summary>
    Skipped = 9,
}

/// <summary>
/// The network's error (SMPP v3.4 §5.3.2.31).
/// </summary>
/// <param name="Type">
/// The type of network: 1 ANSI-136, 2 IS-95, 3 GSM. 0, which the spec reserves, if the code is from the text of a receipt, which does not
/// name the network.
/// </param>
/// <param name="Code">The network's own code.</param>
public readonly record struct NetworkError(byte Type, ushort Code);

/// <summary>
/// What a delivery receipt says about a message that was submitted (SMPP v3.4 §2.11, Appendix B).
/// </summary>
/// <param name="MessageId">
/// The message, as the receipt names it. Compare it with that of submit_sm_resp by <see cref="NormalizedMessageId"/>.
/// </param>
/// <param name="State">The state of the message. Null if the receipt names none.</param>
/// <param name="NetworkError">The network's error. Null if the receipt names none.</param>
public sealed record DeliveryReceipt(string MessageId, MessageState? State, NetworkError? NetworkError)
{
    /// <summary>
    /// Reads a receipt or an intermediate notification: from its TLVs, and what they do not say from its text, which SMSCs write in many
    /// ways. Never throws.
    /// </summary>
    /// <param name="pdu">A deliver_sm or data_sm.</param>
    /// <returns>
    /// Null if there is no message id. Null too if esm_class does not say that the PDU is a receipt, whatever its text looks like.
    /// </returns>
    public static DeliveryReceipt? Read(Pdu pdu)
    {
        var (esmClass, userData) = pdu switch
        {
            MessagePdu message => (message.EsmClass, message.UserData),
            DataSm data => (data.EsmClass, data.UserData),
            _ => default,
        };
        if (esmClass.MessageType is not (MessageType.DeliveryReceipt or MessageType.IntermediateNotification)) return null;

        var text = ReceiptText.Read(userData.Span, esmClass.HasUdh);
        var id = ReadId(pdu.Tlv(TlvTag.ReceiptedMessageId)) ?? text.Id;
        return id is null
            ? null
            : new(id, ReadState(pdu.Tlv(TlvTag.MessageState)) ?? text.State, ReadError(pdu.Tlv(TlvTag.NetworkErrorCode)) ?? text.Error);
    }

    /// <summary>
    /// Writes the receipt as an SMSC delivers it: esm_class 0x04, the text of Appendix B, and the TLVs.
    /// </summary>
    /// <param name="recipient">The destination of the message, which is the source of the receipt.</param>
    /// <param name="sender">The source of the message, which is the destination of the receipt.</param>
    /// <param name="submitted">When the message was submitted. The text has it in minutes, in its own time zone.</param>
    /// <param name="done">When the message came into its state. The text has it in minutes, in its own time zone.</param>
    /// <param name="withText">Whether to write the text. Without it short_message is empty.</param>
    /// <param name="withTlvs">Whether to write the TLVs. Older SMSCs do not.</param>
    public DeliverSm WriteDeliverSm(
        Address recipient, Address sender, DateTimeOffset submitted, DateTimeOffset done, bool withText = true, bool withTlvs = true)
    {
        var text = withText ? ReceiptText.Write(this, submitted, done) : "";
        return new()
        {
            Source = recipient,
            Destination = sender,
            EsmClass = new((byte)MessageType.DeliveryReceipt),
            ShortMessage = Encoding.Latin1.GetBytes(text),
            Tlvs = withTlvs ? WriteTlvs() : [],
        };
    }

    private List<Tlv> WriteTlvs()
    {
        List<Tlv> tlvs = [new(TlvTag.ReceiptedMessageId, Encoding.Latin1.GetBytes(MessageId + '\0'))];
        if (State is { } state) tlvs.Add(Tlv.Octet(TlvTag.MessageState, (byte)state));
        if (NetworkError is { Type: > 0 } error)
        {
            tlvs.Add(new(TlvTag.NetworkErrorCode, new[] { error.Type, (byte)(error.Code >> 8), (byte)error.Code }));
        }

        return tlvs;
    }

    /// <summary>
    /// Lenient to SMSCs that leave out the NUL or pad with spaces (DeliveryReceiptTests.The_TLVs_id_is_read_with_and_without_its_NUL).
    /// </summary>
    private static string? ReadId(ReadOnlyMemory<byte>? value)
    {
        if (value is not { } octets) return null;
        var end = octets.Span.IndexOf((byte)0);
        var id = Encoding.Latin1.GetString(end < 0 ? octets.Span : octets.Span[..end]).Trim();
        return id.Length == 0 ? null : id;
    }

    /// <summary>
    /// Lenient to SMSCs that send states of their own: such a number is ignored, because the text may have the state
    /// (DeliveryReceiptTests.Broken_TLVs_leave_the_text_to_speak).
    /// </summary>
    private static MessageState? ReadState(ReadOnlyMemory<byte>? value) =>
        value is { Length: 1 } octet && octet.Span[0] <= (byte)MessageState.Skipped ? (MessageState)octet.Span[0] : null;

    private static NetworkError? ReadError(ReadOnlyMemory<byte>? value) =>
        value is { Length: 3 } octets ? new(octets.Span[0], BinaryPrimitives.ReadUInt16BigEndian(octets.Span[1..])) : null;
}
