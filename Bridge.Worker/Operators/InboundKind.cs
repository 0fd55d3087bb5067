using Bridge.Protocol.Smpp;

namespace Bridge.Worker.Operators;

internal enum InboundKind
{
    Text,
    Receipt,
    Neither,
}

/// <summary>Tells texts and receipts apart. Pure.</summary>
internal static class InboundKinds
{
    /// <summary>
    /// Only esm_class makes a receipt (SMPP v3.4 §5.2.12). Words do not, for a person may write "id:1 stat:DELIVRD"; TLVs do not, for
    /// receipted_message_id comes with texts too (Kannel's drive_smpp). A receipt that is shown to a dispatcher costs a glance; a person's
    /// text that is treated as a receipt is lost. Whatever else could be from a person is a text, also when its body is broken.
    /// </summary>
    public static InboundKind Classify(Pdu request) => request switch
    {
        DeliverSm deliver => Classify(deliver.EsmClass),
        DataSm data => Classify(data.EsmClass),
        _ => InboundKind.Neither,
    };

    private static InboundKind Classify(EsmClass esmClass)
    {
        if (esmClass.IsDeliveryReceipt) return InboundKind.Receipt;
        return esmClass.MessageType == MessageType.IntermediateNotification ? InboundKind.Neither : InboundKind.Text;
    }
}
