using System.Globalization;
using System.Text;
using Bridge.Protocol.Smpp;

namespace Bridge.Simulator.Smsc;

/// <summary>A submit_sm that the operator has taken.</summary>
/// <param name="Number">Counts up from 1 at this operator; its message id is this number in some format.</param>
internal sealed record TakenMessage(SubmitSm Submit, string SystemId, ulong Number, DateTimeOffset TakenAt);

/// <summary>Delivery receipts as an SMSC writes them (SMPP v3.4 Appendix B): the text, and the TLVs beside it.</summary>
internal static class Receipt
{
    public static string IdOf(ulong number, IdFormat format) => format switch
    {
        IdFormat.Hex => number.ToString("X8", CultureInfo.InvariantCulture),
        _ => number.ToString(CultureInfo.InvariantCulture),
    };

    /// <param name="noRoom">The handset's memory is full, which the network says with an error of its own.</param>
    public static DeliverSm For(TakenMessage message, string messageId, ReceiptSettings settings, bool noRoom, DateTimeOffset doneAt) =>
        new()
        {
            // The receipt travels the other way: its source is where the message went.
            Source = message.Submit.Destination,
            Destination = message.Submit.Source,
            EsmClass = new EsmClass((byte)MessageType.DeliveryReceipt),
            ShortMessage = Encoding.ASCII.GetBytes(TextOf(messageId, settings.State, noRoom, message.TakenAt, doneAt)),
            Tlvs = settings.WithTlvs ? TlvsOf(messageId, settings.State, noRoom) : [],
        };

    /// <summary>The seven-letter words of Appendix B, "DELIVRD"; null when it has none for the state.</summary>
    public static string? WordOf(MessageState state) => state switch
    {
        MessageState.Enroute => "ENROUTE",
        MessageState.Delivered => "DELIVRD",
        MessageState.Expired => "EXPIRED",
        MessageState.Deleted => "DELETED",
        MessageState.Undeliverable => "UNDELIV",
        MessageState.Accepted => "ACCEPTD",
        MessageState.Unknown => "UNKNOWN",
        MessageState.Rejected => "REJECTD",
        _ => null,
    };

    private static string TextOf(string id, MessageState state, bool noRoom, DateTimeOffset taken, DateTimeOffset done)
    {
        var delivered = state == MessageState.Delivered;
        return $"id:{id} sub:001 dlvrd:{(delivered ? "001" : "000")} submit date:{taken:yyMMddHHmm} done date:{done:yyMMddHHmm} "
            + $"stat:{WordOf(state) ?? "UNKNOWN"} err:{(delivered ? 0 : ErrorOf(noRoom)):000} text:";
    }

    /// <summary>211 is memory capacity exceeded (TP-FCS, 3GPP TS 23.040 §9.2.3.22), 1 an unknown subscriber.</summary>
    private static byte ErrorOf(bool noRoom) => (byte)(noRoom ? 211 : 1);

    private static List<Tlv> TlvsOf(string id, MessageState state, bool noRoom)
    {
        List<Tlv> tlvs =
        [
            new(TlvTag.ReceiptedMessageId, Encoding.ASCII.GetBytes(id + "\0")),
            Tlv.Octet(TlvTag.MessageState, (byte)state),
        ];

        // 3 is GSM (SMPP v3.4 §5.3.2.31).
        if (state is not (MessageState.Delivered or MessageState.Enroute or MessageState.Accepted))
        {
            tlvs.Add(new(TlvTag.NetworkErrorCode, new byte[] { 3, 0, ErrorOf(noRoom) }));
        }
        return tlvs;
    }
}
