using Bridge.Protocol.Smpp;
using Bridge.Protocol.Text;
using Bridge.Worker.Configuration;
using Bridge.Worker.Operators;

namespace Bridge.Worker.Reports;

/// <summary>
/// A text, or a part of one, as one PDU brought it, with everything that can be known without the store. It is read on the link's own loop,
/// so that the one writer has less to do.
/// </summary>
internal sealed class InboundText
{
    /// <summary>Problems in one event: a hostile body must not make it grow without bound.</summary>
    private const int MaxProblems = 20;

    /// <summary>data_coding of octets that are no text (SMPP v3.4 §5.2.19).</summary>
    private const byte EightBit = 0x04;

    /// <param name="secondBody">The message_payload of a PDU with two bodies; empty when it has one.</param>
    private InboundText(
        InboundPdu inbound, OperatorPlan plan, Address source, Address destination, byte dataCoding, bool hasUdh,
        ReadOnlyMemory<byte> userData, ReadOnlyMemory<byte> secondBody = default)
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
        Pieces = secondBody.IsEmpty ? [piece] : [piece, piece with { UserData = secondBody }];
        Reading = Concatenation is null ? TextReading.Read(Pieces, 1, plan.DefaultAlphabet, SenderKey, Destination, TextJoiner.Join) : null;
        Fingerprint = Fingerprint.ForPart(
            plan.Name, SenderKey, Destination, dataCoding, Concatenation, Identity(inbound.Pdu), userData.Span, secondBody.Span);
    }

    public InboundPdu Inbound { get; }
    public OperatorPlan Operator { get; }
    public Address Source { get; }
    public string Destination { get; }

    /// <summary>E.164 without the plus; null when the sender is no number.</summary>
    public string? Msisdn { get; }

    /// <summary>Identifies the sender: the number; or the operator and the address, when the address is no number.</summary>
    public string SenderKey { get; }

    /// <summary>Which part of which long text it is; null: a text on its own.</summary>
    public Concatenation? Concatenation { get; }

    /// <summary>The number of the part, from 1; 1 for a text on its own.</summary>
    public int Number => Pieces[0].Number;

    /// <summary>What there is to read: one body, or two of the same number when short_message and message_payload differ.</summary>
    public IReadOnlyList<ReceivedPart> Pieces { get; }

    public Fingerprint Fingerprint { get; }

    /// <summary>What a text on its own says; null for a part, which is read with the others.</summary>
    public TextReading? Reading { get; }

    /// <summary>Never throws: when a fault of ours prevents the reading, the octets of the PDU stand for the text.</summary>
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
            new InboundText(inbound, plan, sm.Source, sm.Destination, sm.DataCoding, sm.EsmClass.HasUdh, sm.UserData, SecondBody(sm)),
        DataSm data => new InboundText(inbound, plan, data.Source, data.Destination, data.DataCoding, data.EsmClass.HasUdh, data.UserData),
        _ => Unread(inbound, plan),
    };

    private static InboundText Unread(InboundPdu inbound, OperatorPlan plan) =>
        new(inbound, plan, Address.None, Address.None, EightBit, hasUdh: false, inbound.Pdu.Octets);

    /// <summary>What is wrong with the PDU around the text, in words without content.</summary>
    public static IEnumerable<string> PduProblems(Pdu pdu, string destination, string shortCode)
    {
        if (pdu.Fault is { } fault) yield return $"unreadable PDU: {fault.Field} at octet {fault.Offset}: {fault.Reason}";
        if (pdu is MessagePdu sm && !sm.ShortMessage.IsEmpty && sm.Tlv(TlvTag.MessagePayload) is { IsEmpty: false })
        {
            yield return "both short_message and message_payload carry text: " + (SecondBody(sm).IsEmpty ? "the same" : "both are shown");
        }

        if (destination != shortCode) yield return "sent to another number than the short code";
    }

    /// <summary>Each problem once, and no more of them than one event may carry.</summary>
    public static IReadOnlyList<string> LimitProblems(IEnumerable<string> problems) =>
        [.. problems.Distinct(StringComparer.Ordinal).Take(MaxProblems)];

    /// <summary>A peer that fills both fields breaks SMPP v3.4 §5.3.2.32, and either may be what the person wrote.</summary>
    /// <returns>Empty when there is no message_payload beside short_message, or both are the same.</returns>
    private static ReadOnlyMemory<byte> SecondBody(MessagePdu sm) =>
        !sm.ShortMessage.IsEmpty && sm.Tlv(TlvTag.MessagePayload) is { } payload && !payload.Span.SequenceEqual(sm.ShortMessage.Span)
            ? payload
            : default;

    /// <summary>The operator's own mark of the message, if a TLV carries one: two texts with different marks are two texts.</summary>
    private static ReadOnlySpan<byte> Identity(Pdu pdu) =>
        (pdu.Tlv(TlvTag.UserMessageReference) ?? pdu.Tlv(TlvTag.ReceiptedMessageId) ?? default).Span;
}
