namespace Bridge.Protocol.Smpp;

/// <summary>Asks what has become of a message (SMPP v3.4 §4.8.1). The source is the one that it was submitted with.</summary>
public sealed record QuerySm : Pdu
{
    public QuerySm()
    {
    }

    internal QuerySm(ref FieldReader body)
    {
        MessageId = body.CString("message_id", PduSizes.MessageId);
        Source = body.Address(AddressFields.Source, PduSizes.Address);
    }

    public string MessageId { get; init; } = "";
    public Address Source { get; init; } = Address.None;
    public override CommandId Command => CommandId.QuerySm;

    internal override bool HasBody => true;

    internal override void WriteBody(ref FieldWriter body)
    {
        body.CString("message_id", MessageId, PduSizes.MessageId);
        body.Address("source_addr", Source, PduSizes.Address);
    }
}

/// <summary>SMPP v3.4 §4.8.2. <see cref="State"/> is as received: a number that the spec does not know is kept.</summary>
public sealed record QuerySmResp : Pdu
{
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

    public string MessageId { get; init; } = "";

    /// <summary>Empty while the message has no final state.</summary>
    public string FinalDate { get; init; } = "";
    public MessageState State { get; init; }

    /// <summary>The network's own code; 0 when there is none.</summary>
    public byte ErrorCode { get; init; }
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
/// Takes back what has not been delivered yet (SMPP v3.4 §4.9.1): one message by its id, or all to a destination when that is empty.
/// </summary>
public sealed record CancelSm : Pdu
{
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

    public string ServiceType { get; init; } = "";
    public string MessageId { get; init; } = "";
    public Address Source { get; init; } = Address.None;
    public Address Destination { get; init; } = Address.None;
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

/// <summary>Header only (SMPP v3.4 §4.9.2).</summary>
public sealed record CancelSmResp : Pdu
{
    public override CommandId Command => CommandId.CancelSmResp;
}

/// <summary>Puts another text in the place of one that has not been delivered yet (SMPP v3.4 §4.10.1).</summary>
public sealed record ReplaceSm : Pdu
{
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

    public string MessageId { get; init; } = "";
    public Address Source { get; init; } = Address.None;
    public string ScheduleDeliveryTime { get; init; } = "";
    public string ValidityPeriod { get; init; } = "";
    public byte RegisteredDelivery { get; init; }
    public byte SmDefaultMsgId { get; init; }
    public ReadOnlyMemory<byte> ShortMessage { get; init; }
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

/// <summary>Header only (SMPP v3.4 §4.10.2).</summary>
public sealed record ReplaceSmResp : Pdu
{
    public override CommandId Command => CommandId.ReplaceSmResp;
}
