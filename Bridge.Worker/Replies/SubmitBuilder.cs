using Bridge.Protocol.Smpp;
using Bridge.Worker.Configuration;
using Bridge.Worker.Store;

namespace Bridge.Worker.Replies;

/// <summary>Builds the submit_sm of one part of a reply.</summary>
internal static class SubmitBuilder
{
    public static SubmitSm Build(Reply reply, ReplyPart part, OperatorPlan plan, DateTimeOffset now)
    {
        List<Tlv> tlvs = [];
        if (part.Text.Sar is { } sar)
        {
            tlvs.Add(Tlv.UInt16(TlvTag.SarMsgRefNum, sar.Reference));
            tlvs.Add(Tlv.Octet(TlvTag.SarTotalSegments, sar.Total));
            tlvs.Add(Tlv.Octet(TlvTag.SarSegmentSeqnum, sar.Number));
        }

        if (part.Text.AsPayload) tlvs.Add(new Tlv(TlvTag.MessagePayload, part.Text.UserData));
        return new SubmitSm
        {
            Source = reply.Kind == OutboundKind.Activation ? plan.ActivationSender ?? plan.Sender : plan.Sender,
            Destination = reply.Address,
            EsmClass = part.Text.HasUdh ? default(EsmClass).WithUdh() : default,
            DataCoding = part.Text.DataCoding,
            RegisteredDelivery = (byte)(plan.Receipts ? 1 : 0),
            ValidityPeriod = RelativeTime(reply.ValidUntil - now),
            ShortMessage = part.Text.AsPayload ? default : part.Text.UserData,
            Tlvs = tlvs,
        };
    }

    /// <summary>
    /// "YYMMDDhhmmss000R" (SMPP v3.4 §7.1.1.2): counted from now, so that the clocks of the two sides need not agree. Bounded to one second
    /// and a second less than 99 days.
    /// </summary>
    public static string RelativeTime(TimeSpan time)
    {
        var bounded = TimeSpan.FromSeconds(Math.Clamp(Math.Ceiling(time.TotalSeconds), 1, 99 * 86_400d - 1));
        return $"0000{bounded.Days:00}{bounded.Hours:00}{bounded.Minutes:00}{bounded.Seconds:00}000R";
    }
}
