using Bridge.Protocol.Smpp;
using Bridge.Protocol.Text;
using Bridge.Worker.Configuration;
using Bridge.Worker.Operators;

namespace Bridge.Worker.Reports;

/// <summary>
/// A text as one PDU brought it, with everything that can be known without the store: worked out on the link's own loop, so that the one
/// writer has less to do.
/// </summary>
internal sealed class InboundText
{
    /// <summary>At most so many problems go with one report: a hostile body must not make an event of any size.</summary>
    private const int MostProblems = 20;

    /// <summary>data_coding of octets that are no text (SMPP v3.4 §5.2.19).</summary>
    private const byte EightBit = 0x04;

    /// <param name="second">What stood in the other place for user data; empty when nothing did.</param>
    private InboundText(
        InboundPdu inbound, OperatorPlan plan, Address source, Address destination, byte dataCoding, bool hasUdh,
            ReadOnlyMemory<byte> userData,
        ReadOnlyMemory<byte> second = default)
    {
        Inbound = inbound;
        Operator = plan;
        Source = source;
        Destination = destination.Value;
        Msisdn = Configuration.Msisdn.Parse(source.Value)?.Digits;
        SenderKey = Msisdn ?? $"{plan.Name}/{source.Ton}/{source.Value}";
        var header = UserDataHeader.Read(userData.Span, hasUdh);
        Concatenation = UserDataHeader.FindConcatenation(header, inbound.Pdu.Tlvs);
        var piece = new ReceivedPart(Concatenation?.Number ?? 1, dataCoding, userData, hasUdh);
        Pieces = second.IsEmpty ? [piece] : [piece, piece with { UserData = second }];
        Reading = Concatenation is null ? TextReading.Of(Pieces, 1, plan.DefaultAlphabet, SenderKey, Destination, TextJoiner.Join) : null;
        Fingerprint = Fingerprint.OfPart(
            plan.Name, SenderKey, Destination, dataCoding, Concatenation, Identity(inbound.Pdu), userData.Span, second.Span);
    }

    public InboundPdu Inbound { get; }
    public OperatorPlan Operator { get; }
    public Address Source { get; }
    public string Destination { get; }

    /// <summary>E.164 without the plus; null when the sender is no number.</summary>
    public string? Msisdn { get; }

    /// <summary>What tells one sender from another: the number, or the operator with whatever stood in its place.</summary>
    public string SenderKey { get; }

    /// <summary>Null: a text on its own.</summary>
    public Concatenation? Concatenation { get; }

    /// <summary>Which part of its text it is, from 1.</summary>
    public int Number => Pieces[0].Number;

    /// <summary>
    /// What it brought to read: one piece, or two with one number where short_message and message_payload carry a text each.
    /// </summary>
    public IReadOnlyList<ReceivedPart> Pieces { get; }
    public Fingerprint Fingerprint { get; }

    /// <summary>What it says; null for a part, which says nothing without the others.</summary>
    public TextReading? Reading { get; }

    /// <summary>Never throws: what a fault of ours keeps from being read goes on as the octets of its PDU.</summary>
    public static InboundText From(InboundPdu inbound, OperatorPlan plan)
    {
        try
        {
            return Read(inbound, plan);
        }
        catch (Exception)
        {
            return Unread(inbound, plan);
        }
    }

    private static InboundText Read(InboundPdu inbound, OperatorPlan plan) => inbound.Pdu switch
    {
        MessagePdu sm =>
            new InboundText(inbound, plan, sm.Source, sm.Destination, sm.DataCoding, sm.EsmClass.HasUdh, sm.UserData, Second(sm)),
        DataSm data => new InboundText(inbound, plan, data.Source, data.Destination, data.DataCoding, data.EsmClass.HasUdh, data.UserData),
        _ => Unread(inbound, plan),
    };

    private static InboundText Unread(InboundPdu inbound, OperatorPlan plan) =>
        new(inbound, plan, Address.None, Address.None, EightBit, hasUdh: false, inbound.Pdu.Octets);

    /// <summary>What is wrong with the PDU around the text, in words and without content.</summary>
    public static IEnumerable<string> PduProblems(Pdu pdu, string destination, string shortCode)
    {
        if (pdu.Fault is { } fault) yield return $"unreadable PDU: {fault.Field} at octet {fault.Offset}: {fault.Reason}";
        if (pdu is MessagePdu sm && !sm.ShortMessage.IsEmpty && sm.Tlv(TlvTag.MessagePayload) is { IsEmpty: false })
        {
            yield return "both short_message and message_payload carry text: " + (Second(sm).IsEmpty ? "the same" : "both are shown");
        }

        if (destination != shortCode) yield return "sent to another number than the short code";
    }

    public static IReadOnlyList<string> Bounded(IEnumerable<string> problems) =>
        [.. problems.Distinct(StringComparer.Ordinal).Take(MostProblems)];

    /// <summary>A peer that fills both fields breaks the spec (SMPP v3.4 §5.3.2.32), and either may be what the person wrote.</summary>
    private static ReadOnlyMemory<byte> Second(MessagePdu sm) =>
        !sm.ShortMessage.IsEmpty && sm.Tlv(TlvTag.MessagePayload) is { } payload && !payload.Span.SequenceEqual(sm.ShortMessage.Span)
            ? payload
            : default;

    /// <summary>The operator's own mark of one message, where a TLV carries one: two texts with different marks are two texts.</summary>
    private static ReadOnlySpan<byte> Identity(Pdu pdu) =>
        (pdu.Tlv(TlvTag.UserMessageReference) ?? pdu.Tlv(TlvTag.ReceiptedMessageId) ?? default).Span;
}
