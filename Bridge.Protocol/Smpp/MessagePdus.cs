namespace Bridge.Protocol.Smpp;

/// <summary>submit_sm and deliver_sm share one body (SMPP v3.4 §4.4.1, §4.6.1).</summary>
public abstract record MessagePdu : Pdu
{
    private protected MessagePdu()
    {
        ServiceType = "";
        Source = Address.None;
        Destination = Address.None;
        ScheduleDeliveryTime = "";
        ValidityPeriod = "";
    }

    private protected MessagePdu(ref FieldReader body)
    {
        ServiceType = body.CString("service_type", PduSizes.ServiceType);
        Source = body.Address(AddressFields.Source, PduSizes.Address);
        Destination = body.Address(AddressFields.Destination, PduSizes.Address);
        if (body.Remaining is [var esmClass, var protocolId, var priority, 0, 0, var receipt, var replace, var coding, var canned, ..])
        {
            // Neither time is set, as in nearly every PDU: one octet a field.
            EsmClass = new(esmClass);
            ProtocolId = protocolId;
            PriorityFlag = priority;
            ScheduleDeliveryTime = "";
            ValidityPeriod = "";
            RegisteredDelivery = receipt;
            ReplaceIfPresentFlag = replace;
            DataCoding = coding;
            SmDefaultMsgId = canned;
            body.Skip(9);
        }
        else
        {
            EsmClass = new(body.Octet("esm_class"));
            ProtocolId = body.Octet("protocol_id");
            PriorityFlag = body.Octet("priority_flag");
            // Lenient to SMSCs that put their centre's time, in a form of their own, where a deliver_sm has nothing
            // (HostilePeerTests.What_a_deliver_sm_should_leave_null_is_read_over).
            ScheduleDeliveryTime = body.CString("schedule_delivery_time", PduSizes.Time);
            ValidityPeriod = body.CString("validity_period", PduSizes.Time);
            RegisteredDelivery = body.Octet("registered_delivery");
            ReplaceIfPresentFlag = body.Octet("replace_if_present_flag");
            DataCoding = body.Octet("data_coding");
            SmDefaultMsgId = body.Octet("sm_default_msg_id");
        }

        ShortMessage = body.OctetString("short_message", body.Octet("sm_length"));
    }

    public string ServiceType { get; init; }
    public Address Source { get; init; }
    public Address Destination { get; init; }
    public EsmClass EsmClass { get; init; }
    public byte ProtocolId { get; init; }
    public byte PriorityFlag { get; init; }
    public string ScheduleDeliveryTime { get; init; }
    public string ValidityPeriod { get; init; }
    public byte RegisteredDelivery { get; init; }
    public byte ReplaceIfPresentFlag { get; init; }
    public byte DataCoding { get; init; }
    public byte SmDefaultMsgId { get; init; }

    /// <summary>0 to 254 octets (255 in v5.0); a slice of <see cref="Pdu.Octets"/> when received.</summary>
    public ReadOnlyMemory<byte> ShortMessage { get; init; }

    /// <summary>
    /// The user data wherever it stood: short_message, or message_payload when that is empty (SMPP v3.4 §5.3.2.32). A peer that fills both
    /// breaks the spec: short_message is given here, and the other stays among the <see cref="Pdu.Tlvs"/>. Lenient to SMSCs that do so, for
    /// neither may be dropped (HostilePeerTests.Both_bodies_filled_stay_both_within_reach).
    /// </summary>
    public ReadOnlyMemory<byte> UserData => ShortMessage.IsEmpty ? Tlv(TlvTag.MessagePayload) ?? default : ShortMessage;

    internal override bool HasBody => true;

    internal override void WriteBody(ref FieldWriter body)
    {
        body.CString("service_type", ServiceType, PduSizes.ServiceType);
        body.Address("source_addr", Source, PduSizes.Address);
        body.Address("destination_addr", Destination, PduSizes.Address);
        body.Octet(EsmClass.Octet);
        body.Octet(ProtocolId);
        body.Octet(PriorityFlag);
        body.Time("schedule_delivery_time", ScheduleDeliveryTime);
        body.Time("validity_period", ValidityPeriod);
        body.Octet(RegisteredDelivery);
        body.Octet(ReplaceIfPresentFlag);
        body.Octet(DataCoding);
        body.Octet(SmDefaultMsgId);
        body.ShortMessage(ShortMessage.Span);
    }
}

public sealed record SubmitSm : MessagePdu
{
    public SubmitSm()
    {
    }

    internal SubmitSm(ref FieldReader body)
        : base(ref body)
    {
    }

    public override CommandId Command => CommandId.SubmitSm;
}

public sealed record DeliverSm : MessagePdu
{
    public DeliverSm()
    {
    }

    internal DeliverSm(ref FieldReader body)
        : base(ref body)
    {
    }

    public override CommandId Command => CommandId.DeliverSm;
}

/// <summary>data_sm (SMPP v3.4 §4.7): text only in message_payload; addresses up to 64 characters.</summary>
public sealed record DataSm : Pdu
{
    public DataSm()
    {
    }

    internal DataSm(ref FieldReader body)
    {
        ServiceType = body.CString("service_type", PduSizes.ServiceType);
        Source = body.Address(AddressFields.Source, PduSizes.LongAddress);
        Destination = body.Address(AddressFields.Destination, PduSizes.LongAddress);
        EsmClass = new(body.Octet("esm_class"));
        RegisteredDelivery = body.Octet("registered_delivery");
        DataCoding = body.Octet("data_coding");
    }

    public string ServiceType { get; init; } = "";
    public Address Source { get; init; } = Address.None;
    public Address Destination { get; init; } = Address.None;
    public EsmClass EsmClass { get; init; }
    public byte RegisteredDelivery { get; init; }
    public byte DataCoding { get; init; }
    public ReadOnlyMemory<byte> UserData => Tlv(TlvTag.MessagePayload) ?? default;
    public override CommandId Command => CommandId.DataSm;

    internal override bool HasBody => true;

    internal override void WriteBody(ref FieldWriter body)
    {
        body.CString("service_type", ServiceType, PduSizes.ServiceType);
        body.Address("source_addr", Source, PduSizes.LongAddress);
        body.Address("destination_addr", Destination, PduSizes.LongAddress);
        body.Octet(EsmClass.Octet);
        body.Octet(RegisteredDelivery);
        body.Octet(DataCoding);
    }
}
