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
    /// A receipt is what esm_class calls one (SMPP v3.4 §5.2.12), and nothing else: neither words, for a person may write "id:1
    /// stat:DELIVRD", nor TLVs, for receipted_message_id comes with texts too (Kannel's drive_smpp). A receipt shown to a dispatcher costs
    /// a glance; a person's text taken for a receipt is lost. Whatever is left and could be from a person is a text, also when its body is
    /// broken.
    /// </summary>
    public static InboundKind Of(Pdu request) => request switch
    {
        DeliverSm deliver => Of(deliver.EsmClass),
        DataSm data => Of(data.EsmClass),
        _ => InboundKind.Neither,
    };

    private static InboundKind Of(EsmClass esmClass)
    {
        if (esmClass.IsDeliveryReceipt) return InboundKind.Receipt;
        return esmClass.MessageType == MessageType.IntermediateNotification ? InboundKind.Neither : InboundKind.Text;
    }
}
