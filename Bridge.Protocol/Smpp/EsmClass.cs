namespace Bridge.Protocol.Smpp;

/// <summary>esm_class, one octet (SMPP v3.4 §5.2.12). Keeps the octet whole; the properties only look at it.</summary>
public readonly record struct EsmClass(byte Octet)
{
    /// <summary>Bits 7 and 6 are flags: 0x40 says that the user data begins with a UDH.</summary>
    public bool HasUdh => (Octet & 0x40) != 0;

    /// <summary>Bits 5 to 2 are one code, not four flags.</summary>
    public MessageType MessageType => (MessageType)(Octet & 0x3C);

    /// <summary>
    /// Only this makes a deliver_sm a receipt: what the text looks like never does, for a person may write "id:1 stat:DELIVRD".
    /// </summary>
    public bool IsDeliveryReceipt => MessageType == MessageType.DeliveryReceipt;

    public EsmClass WithUdh() => new((byte)(Octet | 0x40));
}

/// <summary>Bits 5 to 2 of esm_class (SMPP v3.4 §5.2.12).</summary>
public enum MessageType : byte
{
    Default = 0x00,
    DeliveryReceipt = 0x04,
    DeliveryAcknowledgement = 0x08,
    UserAcknowledgement = 0x10,
    ConversationAbort = 0x18,
    IntermediateNotification = 0x20,
}
