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

/// <summary>network_error_code (SMPP v3.4 §5.3.2.31): the network's type (3 is GSM) and its own code.</summary>
public readonly record struct NetworkError(byte Type, ushort Code);

/// <summary>
/// What an SMSC says has become of a message that we submitted: from the TLVs receipted_message_id and message_state where they are,
/// else from the text of SMPP v3.4 Appendix B, read leniently.
/// </summary>
/// <param name="MessageId">As the receipt writes it; see the operator's ReceiptIdFormat.</param>
/// <param name="State">Null when neither TLV nor text names one.</param>
public sealed record DeliveryReceipt(string MessageId, MessageState? State, NetworkError? NetworkError)
{
    /// <summary>Null when no message id can be found: the receipt is then unreadable, and kept and counted as that.</summary>
    public static DeliveryReceipt? Read(Pdu pdu) => throw new NotImplementedException();
}
