using System.Buffers.Binary;
using System.Text;

namespace Bridge.Protocol.Smpp;

/// <summary>message_state (SMPP v3.4 §5.2.28; 0 and 9 from v5.0 §4.7.15).</summary>
public enum MessageState : byte
{
    Scheduled = 0,
    Enroute = 1,
    Delivered = 2,
    Expired = 3,
    Deleted = 4,
    Undeliverable = 5,
    Accepted = 6,
    Unknown = 7,
    Rejected = 8,
    Skipped = 9,
}

/// <summary>
/// network_error_code (SMPP v3.4 §5.3.2.31): the network's type (3 is GSM) and its own code. Type 0 is the spec's reserved one: the code
/// stood in the text of a receipt, which does not say whose it is.
/// </summary>
public readonly record struct NetworkError(byte Type, ushort Code);

/// <summary>
/// What an SMSC says has become of a message that we submitted: from the TLVs receipted_message_id and message_state where they are,
/// else from the text of SMPP v3.4 Appendix B, read leniently (<see cref="ReceiptText"/>).
/// </summary>
/// <param name="MessageId">As the receipt writes it; see the operator's <see cref="ReceiptIdFormat"/>.</param>
/// <param name="State">Null when neither TLV nor text names one.</param>
public sealed record DeliveryReceipt(string MessageId, MessageState? State, NetworkError? NetworkError)
{
    /// <summary>
    /// Null when no message id can be found: the receipt is then unreadable, and kept and counted as that. Null too when esm_class does not
    /// call the PDU a receipt or an intermediate notification: what a text looks like never makes it one.
    /// </summary>
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
        var id = IdOf(pdu.Tlv(TlvTag.ReceiptedMessageId)) ?? text.Id;
        return id is null
            ? null
            : new(id, StateOf(pdu.Tlv(TlvTag.MessageState)) ?? text.State, ErrorOf(pdu.Tlv(TlvTag.NetworkErrorCode)) ?? text.Error);
    }

    /// <summary>
    /// The receipt as an SMSC delivers it: esm_class 0x04, addresses the other way round, the text of Appendix B and the TLVs.
    /// </summary>
    /// <param name="recipient">Whom the message was for.</param>
    /// <param name="sender">Who submitted it, and now gets the receipt.</param>
    /// <param name="withText">Without, short_message is empty.</param>
    /// <param name="withTlvs">Without, the text alone says it, as at the older SMSCs.</param>
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
    /// Lenient to SMSCs that leave the NUL out or pad with spaces (DeliveryReceiptTests.The_TLVs_id_is_read_with_and_without_its_NUL).
    /// </summary>
    private static string? IdOf(ReadOnlyMemory<byte>? value)
    {
        if (value is not { } octets) return null;
        var end = octets.Span.IndexOf((byte)0);
        var id = Encoding.Latin1.GetString(end < 0 ? octets.Span : octets.Span[..end]).Trim();
        return id.Length == 0 ? null : id;
    }

    /// <summary>
    /// Lenient to SMSCs with states of their own: such a number says nothing, but the text may
    /// (DeliveryReceiptTests.Broken_TLVs_leave_the_text_to_speak).
    /// </summary>
    private static MessageState? StateOf(ReadOnlyMemory<byte>? value) =>
        value is { Length: 1 } octet && octet.Span[0] <= (byte)MessageState.Skipped ? (MessageState)octet.Span[0] : null;

    private static NetworkError? ErrorOf(ReadOnlyMemory<byte>? value) =>
        value is { Length: 3 } octets ? new(octets.Span[0], BinaryPrimitives.ReadUInt16BigEndian(octets.Span[1..])) : null;
}
