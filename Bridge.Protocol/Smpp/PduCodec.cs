using System.Buffers;
using System.Runtime.InteropServices;

namespace Bridge.Protocol.Smpp;

/// <summary>Decodes and encodes PDUs. Thread-safe.</summary>
public static class PduCodec
{
    /// <summary>
    /// Decodes one PDU. Never throws for what is in it: whatever is wrong becomes <see cref="Pdu.Fault"/>, also octets too few for a
    /// header, or of another number than command_length says. A command that the library does not know gives an <see cref="UnknownPdu"/>.
    /// </summary>
    /// <param name="octets">
    /// One whole PDU, header included (<see cref="Framer"/> finds it in a stream). The PDU keeps this memory; do not change it afterwards.
    /// </param>
    public static Pdu Decode(ReadOnlyMemory<byte> octets)
    {
        var header = PduHeader.Read(octets.Span);
        var body = new FieldReader(octets);
        if (header.Length != octets.Length || octets.Length < PduSizes.HeaderOctets)
        {
            body.RecordFault("command_length", $"says {header.Length} octets, there are {octets.Length}");
        }

        var pdu = body.AtEnd && MayBeBare(header) ? BareResponse(header.Command, ref body) : ReadBody(header.Command, ref body);
        pdu.Complete(header, octets, ref body);
        return pdu;
    }

    /// <summary>
    /// Encodes one PDU, header included, and computes command_length.
    /// </summary>
    /// <param name="pdu">The PDU.</param>
    /// <param name="output">Receives the octets.</param>
    /// <exception cref="ArgumentException">
    /// A field is longer than the spec allows. The message names the field, without its content. Nothing was written.
    /// </exception>
    public static void Encode(Pdu pdu, IBufferWriter<byte> output)
    {
        var tlvs = SpanOf(pdu.Tlvs);
        var octets = output.GetSpan(OctetsAtMost(pdu, tlvs));
        var body = new FieldWriter(octets);
        if (pdu.HasBody) pdu.WriteBody(ref body);
        foreach (var tlv in tlvs) body.Tlv(tlv);

        new PduHeader((uint)body.Position, pdu.Command, pdu.Status, pdu.Sequence).Write(octets);
        output.Advance(body.Position);
    }

    /// <summary>
    /// Whether a response may be a header without a body. It may if its status is an error (§4.1.2, §4.4.2). So may every deliver_sm_resp,
    /// whose body says nothing. Lenient to SMSCs that send either form (smppex#6;
    /// HostilePeerTests.Nr_11_an_error_response_is_sound_with_its_body_and_without) and to ESMEs whose deliver_sm_resp has 16 octets
    /// (HostilePeerTests.Nr_11_a_deliver_sm_resp_of_16_octets_is_an_answer).
    /// </summary>
    private static bool MayBeBare(in PduHeader header) => header.Status != CommandStatus.Ok || header.Command == CommandId.DeliverSmResp;

    private static Pdu BareResponse(CommandId command, ref FieldReader body) => command switch
    {
        CommandId.BindReceiverResp => new BindResp { Mode = BindMode.Receiver },
        CommandId.BindTransmitterResp => new BindResp { Mode = BindMode.Transmitter },
        CommandId.BindTransceiverResp => new BindResp { Mode = BindMode.Transceiver },
        CommandId.SubmitSmResp => new SubmitSmResp(),
        CommandId.DeliverSmResp => new DeliverSmResp(),
        CommandId.DataSmResp => new DataSmResp(),
        CommandId.QuerySmResp => new QuerySmResp(),
        CommandId.SubmitMultiResp => new SubmitMultiResp(),
        _ => ReadBody(command, ref body),
    };

    private static Pdu ReadBody(CommandId command, ref FieldReader body) => command switch
    {
        CommandId.DeliverSm => new DeliverSm(ref body),
        CommandId.DeliverSmResp => new DeliverSmResp(ref body),
        CommandId.SubmitSm => new SubmitSm(ref body),
        CommandId.SubmitSmResp => new SubmitSmResp(ref body),
        CommandId.DataSm => new DataSm(ref body),
        CommandId.DataSmResp => new DataSmResp(ref body),
        CommandId.EnquireLink => new EnquireLink(),
        CommandId.EnquireLinkResp => new EnquireLinkResp(),
        CommandId.BindReceiver => new Bind(BindMode.Receiver, ref body),
        CommandId.BindTransmitter => new Bind(BindMode.Transmitter, ref body),
        CommandId.BindTransceiver => new Bind(BindMode.Transceiver, ref body),
        CommandId.BindReceiverResp => new BindResp(BindMode.Receiver, ref body),
        CommandId.BindTransmitterResp => new BindResp(BindMode.Transmitter, ref body),
        CommandId.BindTransceiverResp => new BindResp(BindMode.Transceiver, ref body),
        CommandId.Unbind => new Unbind(),
        CommandId.UnbindResp => new UnbindResp(),
        CommandId.GenericNack => new GenericNack(),
        CommandId.Outbind => new Outbind(ref body),
        CommandId.AlertNotification => new AlertNotification(ref body),
        CommandId.QuerySm => new QuerySm(ref body),
        CommandId.QuerySmResp => new QuerySmResp(ref body),
        CommandId.CancelSm => new CancelSm(ref body),
        CommandId.CancelSmResp => new CancelSmResp(),
        CommandId.ReplaceSm => new ReplaceSm(ref body),
        CommandId.ReplaceSmResp => new ReplaceSmResp(),
        CommandId.SubmitMulti => new SubmitMulti(ref body),
        CommandId.SubmitMultiResp => new SubmitMultiResp(ref body),
        _ => new UnknownPdu(command, ref body),
    };

    /// <summary>Avoids the interface: through it an array is measurably slower.</summary>
    private static ReadOnlySpan<Tlv> SpanOf(IReadOnlyList<Tlv> tlvs) => tlvs switch
    {
        Tlv[] array => array,
        List<Tlv> list => CollectionsMarshal.AsSpan(list),
        _ => tlvs.ToArray(),
    };

    private static int OctetsAtMost(Pdu pdu, ReadOnlySpan<Tlv> tlvs)
    {
        var octets = PduSizes.HeaderOctets + pdu.MandatoryOctetsAtMost;
        foreach (var tlv in tlvs) octets += PduSizes.TlvHeaderOctets + tlv.Value.Length;
        return octets;
    }
}
