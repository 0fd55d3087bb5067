namespace Bridge.Protocol.Smpp;

/// <summary>esm_class (SMPP v3.4 §5.2.12).</summary>
/// <param name="Octet">The whole value. The properties read parts of it.</param>
public readonly record struct EsmClass(byte Octet)
{
    /// <summary>Whether the user data begins with a user data header: flag 0x40.</summary>
    public bool HasUdh => (Octet & 0x40) != 0;

    /// <summary>What kind of message this is: bits 5 to 2, which are one code and not four flags.</summary>
    public MessageType MessageType => (MessageType)(Octet & 0x3C);

    /// <summary>
    /// Whether this is a delivery receipt. The text never decides that, because a person may write "id:1 stat:DELIVRD".
    /// </summary>
    public bool IsDeliveryReceipt => MessageType == MessageType.DeliveryReceipt;

    /// <summary>The same value with the flag of a user data header set.</summary>
    public EsmClass WithUdh() => new((byte)(Octet | 0x40));
}

/// <summary>The kinds of message, bits 5 to 2 of esm_class (SMPP v3.4 §5.2.12). Other values are kept as received.</summary>
public enum MessageType : byte
{
    /// <summary>A message.</summary>
    Default = 0x00,

    /// <summary>A delivery receipt of the SMSC.</summary>
    DeliveryReceipt = 0x04,

    /// <summary>A delivery acknowledgement of the recipient's ESME.</summary>
    DeliveryAcknowledgement = 0x08,

    /// <summary>An acknowledgement of the recipient.</summary>
    UserAcknowledgement = 0x10,

    /// <summary>The end of a conversation (Korean CDMA).</summary>
    ConversationAbort = 0x18,

    /// <summary>A receipt for a state that is not final.</summary>
    IntermediateNotification = 0x20,
}
