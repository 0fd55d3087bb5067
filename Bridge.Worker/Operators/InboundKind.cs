using Bridge.Protocol.Smpp;

namespace Bridge.Worker.Operators;

internal enum InboundKind
{
    Text,
    Receipt,
    Neither,
}

/// <summary>What an operator's request is. Pure.</summary>
internal static class InboundKinds
{
    /// <summary>
    /// A receipt is what esm_class calls one, or what carries receipted_message_id together with message_state (SMPP v3.4 §5.2.12, §5.3.2.12,
    /// §5.3.2.35). What it says in words decides nothing: a person may write "id:1 stat:DELIVRD", and one TLV alone comes with texts too (Kannel's
    /// drive_smpp). Whatever is left and could be from a person is a text, also when its body is broken.
    /// </summary>
    public static InboundKind Of(Pdu request) => request switch
    {
        DeliverSm deliver => Of(deliver.EsmClass, request),
        DataSm data => Of(data.EsmClass, request),
        _ => InboundKind.Neither,
    };

    private static InboundKind Of(EsmClass esmClass, Pdu request)
    {
        if (esmClass.IsDeliveryReceipt) return InboundKind.Receipt;
        if (esmClass.MessageType == MessageType.IntermediateNotification) return InboundKind.Neither;
        return request.Tlv(TlvTag.ReceiptedMessageId) is not null && request.Tlv(TlvTag.MessageState) is not null ? InboundKind.Receipt : InboundKind.Text;
    }
}
