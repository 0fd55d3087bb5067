namespace Bridge.Protocol.Smpp;

/// <summary>What submit_sm and deliver_sm share: they have the same body (SMPP v3.4 §4.4.1, §4.6.1).</summary>
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
            // Neither time is set, as in nearly every PDU. So each field is one octet.
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

            // Lenient to SMSCs that put a time of their own form into a deliver_sm, where the field should be empty
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

    /// <summary>service_type (§5.2.11): at most 5 characters. Default: empty.</summary>
    public string ServiceType { get; init; }

    /// <summary>
    /// source_addr_ton, source_addr_npi and source_addr: who sends the message. At most 20 characters. Default: <see cref="Address.None"/>.
    /// </summary>
    public Address Source { get; init; }

    /// <summary>
    /// dest_addr_ton, dest_addr_npi and destination_addr: who gets the message. At most 20 characters. Default: <see cref="Address.None"/>.
    /// </summary>
    public Address Destination { get; init; }

    /// <summary>esm_class (§5.2.12): whether there is a user data header, and whether this is a receipt. Default: 0.</summary>
    public EsmClass EsmClass { get; init; }

    /// <summary>protocol_id (§5.2.13). Default: 0.</summary>
    public byte ProtocolId { get; init; }

    /// <summary>priority_flag (§5.2.14): 0 to 3. Default: 0.</summary>
    public byte PriorityFlag { get; init; }

    /// <summary>
    /// schedule_delivery_time (§5.2.15): 16 characters, or empty for immediate delivery. Default: empty. A received one may have any
    /// length.
    /// </summary>
    public string ScheduleDeliveryTime { get; init; }

    /// <summary>
    /// validity_period (§5.2.16): 16 characters, or empty for the SMSC's own. Default: empty. A received one may have any length.
    /// </summary>
    public string ValidityPeriod { get; init; }

    /// <summary>registered_delivery (§5.2.17): 1 asks for a receipt. Default: 0.</summary>
    public byte RegisteredDelivery { get; init; }

    /// <summary>replace_if_present_flag (§5.2.18). Default: 0.</summary>
    public byte ReplaceIfPresentFlag { get; init; }

    /// <summary>data_coding (§5.2.19). Default: 0, the SMSC's default alphabet.</summary>
    public byte DataCoding { get; init; }

    /// <summary>sm_default_msg_id (§5.2.20), a message that the SMSC keeps. Default: 0, none.</summary>
    public byte SmDefaultMsgId { get; init; }

    /// <summary>
    /// short_message (§5.2.22): at most 255 octets, the user data header included. A received one is a slice of <see cref="Pdu.Octets"/>.
    /// Default: empty.
    /// </summary>
    public ReadOnlyMemory<byte> ShortMessage { get; init; }

    /// <summary>
    /// The user data: short_message, or message_payload if short_message is empty (§5.3.2.32). Lenient to SMSCs that fill both, which the
    /// spec forbids: this is short_message, and message_payload stays in <see cref="Pdu.Tlvs"/>, because neither may be lost
    /// (HostilePeerTests.Both_bodies_filled_stay_both_within_reach).
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

/// <summary>submit_sm (SMPP v3.4 §4.4.1): the ESME submits a message.</summary>
public sealed record SubmitSm : MessagePdu
{
    /// <summary>Creates a PDU whose fields are set by an initializer.</summary>
    public SubmitSm()
    {
    }

    internal SubmitSm(ref FieldReader body)
        : base(ref body)
    {
    }

    /// <inheritdoc/>
    public override CommandId Command => CommandId.SubmitSm;
}

/// <summary>deliver_sm (SMPP v3.4 §4.6.1): the SMSC delivers a message or a receipt.</summary>
public sealed record DeliverSm : MessagePdu
{
    /// <summary>Creates a PDU whose fields are set by an initializer.</summary>
    public DeliverSm()
    {
    }

    internal DeliverSm(ref FieldReader body)
        : base(ref body)
    {
    }

    /// <inheritdoc/>
    public override CommandId Command => CommandId.DeliverSm;
}

/// <summary>data_sm (SMPP v3.4 §4.7.1): a message in either direction, whose user data is always in message_payload.</summary>
public sealed record DataSm : Pdu
{
    /// <summary>Creates a PDU whose fields are set by an initializer.</summary>
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

    /// <inheritdoc cref="MessagePdu.ServiceType"/>
    public string ServiceType { get; init; } = "";

    /// <summary>
    /// source_addr_ton, source_addr_npi and source_addr: who sends the message. At most 64 characters. Default: <see cref="Address.None"/>.
    /// </summary>
    public Address Source { get; init; } = Address.None;

    /// <summary>
    /// dest_addr_ton, dest_addr_npi and destination_addr: who gets the message. At most 64 characters. Default: <see cref="Address.None"/>.
    /// </summary>
    public Address Destination { get; init; } = Address.None;

    /// <inheritdoc cref="MessagePdu.EsmClass"/>
    public EsmClass EsmClass { get; init; }

    /// <inheritdoc cref="MessagePdu.RegisteredDelivery"/>
    public byte RegisteredDelivery { get; init; }

    /// <inheritdoc cref="MessagePdu.DataCoding"/>
    public byte DataCoding { get; init; }

    /// <summary>message_payload (§5.3.2.32). Empty if there is none.</summary>
    public ReadOnlyMemory<byte> UserData => Tlv(TlvTag.MessagePayload) ?? default;

    /// <inheritdoc/>
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
