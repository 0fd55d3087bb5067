namespace Bridge.Protocol.Smpp;

/// <summary>query_sm (SMPP v3.4 §4.8.1): the ESME asks for the state of a message.</summary>
public sealed record QuerySm : Pdu
{
    /// <summary>Creates a PDU whose fields are set by an initializer.</summary>
    public QuerySm()
    {
    }

    internal QuerySm(ref FieldReader body)
    {
        MessageId = body.CString("message_id", PduSizes.MessageId);
        Source = body.Address(AddressFields.Source, PduSizes.Address);
    }

    /// <summary>message_id (§5.2.23) from submit_sm_resp: at most 64 characters.</summary>
    public string MessageId { get; init; } = "";

    /// <summary>source_addr_ton, source_addr_npi and source_addr that the message was submitted with. At most 20 characters.</summary>
    public Address Source { get; init; } = Address.None;

    /// <inheritdoc/>
    public override CommandId Command => CommandId.QuerySm;

    internal override bool HasBody => true;

    internal override void WriteBody(ref FieldWriter body)
    {
        body.CString("message_id", MessageId, PduSizes.MessageId);
        body.Address("source_addr", Source, PduSizes.Address);
    }
}

/// <summary>query_sm_resp (SMPP v3.4 §4.8.2): the state of a message.</summary>
public sealed record QuerySmResp : Pdu
{
    /// <summary>Creates a PDU whose fields are set by an initializer.</summary>
    public QuerySmResp()
    {
    }

    internal QuerySmResp(ref FieldReader body)
    {
        MessageId = body.CString("message_id", PduSizes.MessageId);
        FinalDate = body.CString("final_date", PduSizes.Time);
        State = (MessageState)body.Octet("message_state");
        ErrorCode = body.Octet("error_code");
    }

    /// <summary>message_id (§5.2.23) from query_sm: at most 64 characters.</summary>
    public string MessageId { get; init; } = "";

    /// <summary>final_date (§4.8.2): when the message came into its final state, 16 characters. Empty if the state is not final.</summary>
    public string FinalDate { get; init; } = "";

    /// <summary>message_state (§5.2.28). A number that the spec does not define is kept as received.</summary>
    public MessageState State { get; init; }

    /// <summary>error_code (§4.8.2): the network's own code. 0 if there is no error.</summary>
    public byte ErrorCode { get; init; }

    /// <inheritdoc/>
    public override CommandId Command => CommandId.QuerySmResp;

    internal override bool HasBody =>
        Status == CommandStatus.Ok || MessageId.Length > 0 || FinalDate.Length > 0 || State != default || ErrorCode != 0 || Tlvs.Count > 0;

    internal override void WriteBody(ref FieldWriter body)
    {
        body.CString("message_id", MessageId, PduSizes.MessageId);
        body.Time("final_date", FinalDate);
        body.Octet((byte)State);
        body.Octet(ErrorCode);
    }
}

/// <summary>
/// cancel_sm (SMPP v3.4 §4.9.1): the ESME cancels one message, or all from one source to one destination, that are not delivered yet.
/// </summary>
public sealed record CancelSm : Pdu
{
    /// <summary>Creates a PDU whose fields are set by an initializer.</summary>
    public CancelSm()
    {
    }

    internal CancelSm(ref FieldReader body)
    {
        ServiceType = body.CString("service_type", PduSizes.ServiceType);
        MessageId = body.CString("message_id", PduSizes.MessageId);
        Source = body.Address(AddressFields.Source, PduSizes.Address);
        Destination = body.Address(AddressFields.Destination, PduSizes.Address);
    }

    /// <inheritdoc cref="MessagePdu.ServiceType"/>
    public string ServiceType { get; init; } = "";

    /// <summary>
    /// message_id (§5.2.23) from submit_sm_resp: at most 64 characters. Empty cancels all messages from source to destination.
    /// </summary>
    public string MessageId { get; init; } = "";

    /// <summary>source_addr_ton, source_addr_npi and source_addr that the message was submitted with. At most 20 characters.</summary>
    public Address Source { get; init; } = Address.None;

    /// <summary>dest_addr_ton, dest_addr_npi and destination_addr that the message was submitted with. At most 20 characters.</summary>
    public Address Destination { get; init; } = Address.None;

    /// <inheritdoc/>
    public override CommandId Command => CommandId.CancelSm;

    internal override bool HasBody => true;

    internal override void WriteBody(ref FieldWriter body)
    {
        body.CString("service_type", ServiceType, PduSizes.ServiceType);
        body.CString("message_id", MessageId, PduSizes.MessageId);
        body.Address("source_addr", Source, PduSizes.Address);
        body.Address("destination_addr", Destination, PduSizes.Address);
    }
}

/// <summary>cancel_sm_resp (SMPP v3.4 §4.9.2): the header alone.</summary>
public sealed record CancelSmResp : Pdu
{
    /// <inheritdoc/>
    public override CommandId Command => CommandId.CancelSmResp;
}

/// <summary>replace_sm (SMPP v3.4 §4.10.1): the ESME replaces the text of a message that is not delivered yet.</summary>
public sealed record ReplaceSm : Pdu
{
    /// <summary>Creates a PDU whose fields are set by an initializer.</summary>
    public ReplaceSm()
    {
    }

    internal ReplaceSm(ref FieldReader body)
    {
        MessageId = body.CString("message_id", PduSizes.MessageId);
        Source = body.Address(AddressFields.Source, PduSizes.Address);
        ScheduleDeliveryTime = body.CString("schedule_delivery_time", PduSizes.Time);
        ValidityPeriod = body.CString("validity_period", PduSizes.Time);
        RegisteredDelivery = body.Octet("registered_delivery");
        SmDefaultMsgId = body.Octet("sm_default_msg_id");
        ShortMessage = body.OctetString("short_message", body.Octet("sm_length"));
    }

    /// <summary>message_id (§5.2.23) from submit_sm_resp: at most 64 characters.</summary>
    public string MessageId { get; init; } = "";

    /// <summary>source_addr_ton, source_addr_npi and source_addr that the message was submitted with. At most 20 characters.</summary>
    public Address Source { get; init; } = Address.None;

    /// <inheritdoc cref="MessagePdu.ScheduleDeliveryTime"/>
    public string ScheduleDeliveryTime { get; init; } = "";

    /// <inheritdoc cref="MessagePdu.ValidityPeriod"/>
    public string ValidityPeriod { get; init; } = "";

    /// <inheritdoc cref="MessagePdu.RegisteredDelivery"/>
    public byte RegisteredDelivery { get; init; }

    /// <inheritdoc cref="MessagePdu.SmDefaultMsgId"/>
    public byte SmDefaultMsgId { get; init; }

    /// <summary>The new short_message: at most 255 octets. A received one is a slice of <see cref="Pdu.Octets"/>.</summary>
    public ReadOnlyMemory<byte> ShortMessage { get; init; }

    /// <inheritdoc/>
    public override CommandId Command => CommandId.ReplaceSm;

    internal override bool HasBody => true;

    internal override void WriteBody(ref FieldWriter body)
    {
        body.CString("message_id", MessageId, PduSizes.MessageId);
        body.Address("source_addr", Source, PduSizes.Address);
        body.Time("schedule_delivery_time", ScheduleDeliveryTime);
        body.Time("validity_period", ValidityPeriod);
        body.Octet(RegisteredDelivery);
        body.Octet(SmDefaultMsgId);
        body.ShortMessage(ShortMessage.Span);
    }
}

/// <summary>replace_sm_resp (SMPP v3.4 §4.10.2): the header alone.</summary>
public sealed record ReplaceSmResp : Pdu
{
    /// <inheritdoc/>
    public override CommandId Command => CommandId.ReplaceSmResp;
}
