using System.Text;
using Bridge.Protocol.Smpp;

namespace Bridge.Tests.Replies;

/// <summary>Delivery receipts as operators write them.</summary>
internal static class Receipts
{
    public static readonly NetworkError InboxFull = new(3, 211);

    public static DeliverSm Of(string messageId, MessageState state, NetworkError? error = null) => new()
    {
        Sequence = 1,
        Source = new Address(1, 1, "91234567"),
        Destination = new Address(3, 0, "992"),
        EsmClass = new EsmClass(0x04),
        Tlvs =
        [
            new Tlv(TlvTag.ReceiptedMessageId, Encoding.ASCII.GetBytes(messageId + "\0")),
            Tlv.Octet(TlvTag.MessageState, (byte)state),
            .. error is { } known
                ? [new Tlv(TlvTag.NetworkErrorCode, new[] { known.Type, (byte)(known.Code >> 8), (byte)known.Code })]
                : Array.Empty<Tlv>(),
        ],
    };

    /// <summary>Of an older SMSC: the text of Appendix B alone.</summary>
    public static DeliverSm InWords(string messageId, string stat, string err, string from = "91234567") => new()
    {
        Sequence = 1,
        Source = new Address(1, 1, from),
        Destination = new Address(3, 0, "992"),
        EsmClass = new EsmClass(0x04),
        ShortMessage = Encoding.ASCII.GetBytes(
            $"id:{messageId} sub:001 dlvrd:000 submit date:2611220400 done date:2611220401 stat:{stat} err:{err} text:"),
    };
}
