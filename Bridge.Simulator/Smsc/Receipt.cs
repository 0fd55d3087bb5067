using System.Globalization;
using System.Text;
using Bridge.Protocol.Smpp;

namespace Bridge.Simulator.Smsc;

/// <summary>A submit_sm that the operator has accepted.</summary>
/// <param name="Number">Counts up from 1 at this operator; the message id is this number in decimal or hex.</param>
internal sealed record AcceptedMessage(SubmitSm Submit, string SystemId, ulong Number, DateTimeOffset AcceptedAt);

/// <summary>Delivery receipts as an SMSC writes them (SMPP v3.4 Appendix B): the text, and the TLVs beside it.</summary>
internal static class Receipt
{
    public static string FormatId(ulong number, IdFormat format) => format switch
    {
        IdFormat.Hex => number.ToString("X8", CultureInfo.InvariantCulture),
        _ => number.ToString(CultureInfo.InvariantCulture),
    };

    /// <param name="isFull">The handset's memory is full: the network has an error code of its own for that.</param>
    public static DeliverSm Create(
        AcceptedMessage message, string messageId, ReceiptSettings settings, bool isFull, DateTimeOffset doneAt) =>
        new()
        {
            // The receipt travels the other way: its source is where the message went.
            Source = message.Submit.Destination,
            Destination = message.Submit.Source,
            EsmClass = new EsmClass((byte)MessageType.DeliveryReceipt),
            ShortMessage = Encoding.ASCII.GetBytes(FormatText(messageId, settings.State, isFull, message.AcceptedAt, doneAt)),
            Tlvs = settings.WithTlvs ? CreateTlvs(messageId, settings.State, isFull) : [],
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

    private static string FormatText(string id, MessageState state, bool isFull, DateTimeOffset accepted, DateTimeOffset done)
    {
        var delivered = state == MessageState.Delivered;
        return $"id:{id} sub:001 dlvrd:{(delivered ? "001" : "000")} submit date:{accepted:yyMMddHHmm} done date:{done:yyMMddHHmm} "
            + $"stat:{WordOf(state) ?? "UNKNOWN"} err:{(delivered ? 0 : ErrorCode(isFull)):000} text:";
    }

    /// <summary>211 is memory capacity exceeded (TP-FCS, 3GPP TS 23.040 §9.2.3.22), 1 an unknown subscriber.</summary>
    private static byte ErrorCode(bool isFull) => (byte)(isFull ? 211 : 1);

    private static List<Tlv> CreateTlvs(string id, MessageState state, bool isFull)
    {
        List<Tlv> tlvs =
        [
            new(TlvTag.ReceiptedMessageId, Encoding.ASCII.GetBytes(id + "\0")),
            Tlv.Octet(TlvTag.MessageState, (byte)state),
        ];

        // 3 is GSM (SMPP v3.4 §5.3.2.31).
        if (state is not (MessageState.Delivered or MessageState.Enroute or MessageState.Accepted))
        {
            tlvs.Add(new(TlvTag.NetworkErrorCode, new byte[] { 3, 0, ErrorCode(isFull) }));
        }
        return tlvs;
    }
}
