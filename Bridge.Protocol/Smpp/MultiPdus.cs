namespace Bridge.Protocol.Smpp;

/// <summary>
/// One recipient of submit_multi (SMPP v3.4 §4.5.1.1): an address, or a distribution list that the SMSC keeps.
/// </summary>
/// <param name="Address">The address. Ignored if <paramref name="ListName"/> is set.</param>
/// <param name="ListName">dl_name (§5.2.27): at most 20 characters. Null for an address.</param>
public readonly record struct Recipient(Address Address, string? ListName = null)
{
    internal const byte AddressFlag = 1, ListFlag = 2;

    /// <summary>Everything but the number and the name, which must not reach a log.</summary>
    public override string ToString() => ListName is null ? Address.ToString() : $"list length={ListName.Length}";
}

/// <summary>A recipient whom the SMSC did not accept (unsuccess_sme, SMPP v3.4 §4.5.2.1).</summary>
/// <param name="Address">The recipient.</param>
/// <param name="Error">error_status_code: why.</param>
public readonly record struct Unreached(Address Address, CommandStatus Error)
{
    /// <summary>The status and what <see cref="Address.ToString"/> gives, without the number.</summary>
    public override string ToString() => $"{Address} {Error.SpecName()}";
}

/// <summary>
/// submit_multi (SMPP v3.4 §4.5.1): the ESME submits one message to several recipients. The spec allows 254, this library 255, which is the
/// most that number_of_dests can say.
/// </summary>
public sealed record SubmitMulti : Pdu
{
    /// <summary>Creates a PDU whose fields are set by an initializer.</summary>
    public SubmitMulti()
    {
    }

    internal SubmitMulti(ref FieldReader body)
    {
        ServiceType = body.CString("service_type", PduSizes.ServiceType);
        Source = body.Address(AddressFields.Source, PduSizes.Address);
        Recipients = ReadRecipients(ref body);
        EsmClass = new(body.Octet("esm_class"));
        ProtocolId = body.Octet("protocol_id");
        PriorityFlag = body.Octet("priority_flag");
        ScheduleDeliveryTime = body.CString("schedule_delivery_time", PduSizes.Time);
        ValidityPeriod = body.CString("validity_period", PduSizes.Time);
        RegisteredDelivery = body.Octet("registered_delivery");
        ReplaceIfPresentFlag = body.Octet("replace_if_present_flag");
        DataCoding = body.Octet("data_coding");
        SmDefaultMsgId = body.Octet("sm_default_msg_id");
        ShortMessage = body.OctetString("short_message", body.Octet("sm_length"));
    }

    /// <inheritdoc cref="MessagePdu.ServiceType"/>
    public string ServiceType { get; init; } = "";

    /// <inheritdoc cref="MessagePdu.Source"/>
    public Address Source { get; init; } = Address.None;

    /// <summary>dest_address (§4.5.1.1): who gets the message, at most 255. Default: nobody.</summary>
    public IReadOnlyList<Recipient> Recipients { get; init; } = [];

    /// <inheritdoc cref="MessagePdu.EsmClass"/>
    public EsmClass EsmClass { get; init; }

    /// <inheritdoc cref="MessagePdu.ProtocolId"/>
    public byte ProtocolId { get; init; }

    /// <inheritdoc cref="MessagePdu.PriorityFlag"/>
    public byte PriorityFlag { get; init; }

    /// <inheritdoc cref="MessagePdu.ScheduleDeliveryTime"/>
    public string ScheduleDeliveryTime { get; init; } = "";

    /// <inheritdoc cref="MessagePdu.ValidityPeriod"/>
    public string ValidityPeriod { get; init; } = "";

    /// <inheritdoc cref="MessagePdu.RegisteredDelivery"/>
    public byte RegisteredDelivery { get; init; }

    /// <inheritdoc cref="MessagePdu.ReplaceIfPresentFlag"/>
    public byte ReplaceIfPresentFlag { get; init; }

    /// <inheritdoc cref="MessagePdu.DataCoding"/>
    public byte DataCoding { get; init; }

    /// <inheritdoc cref="MessagePdu.SmDefaultMsgId"/>
    public byte SmDefaultMsgId { get; init; }

    /// <inheritdoc cref="MessagePdu.ShortMessage"/>
    public ReadOnlyMemory<byte> ShortMessage { get; init; }

    /// <summary>See <see cref="MessagePdu.UserData"/>.</summary>
    public ReadOnlyMemory<byte> UserData => ShortMessage.IsEmpty ? Tlv(TlvTag.MessagePayload) ?? default : ShortMessage;

    /// <inheritdoc/>
    public override CommandId Command => CommandId.SubmitMulti;

    internal override bool HasBody => true;

    internal override int MandatoryOctetsAtMost => base.MandatoryOctetsAtMost + (Recipients.Count * (3 + PduSizes.Address));

    internal override void WriteBody(ref FieldWriter body)
    {
        body.CString("service_type", ServiceType, PduSizes.ServiceType);
        body.Address("source_addr", Source, PduSizes.Address);
        body.Count("number_of_dests", Recipients.Count);
        foreach (var recipient in Recipients)
        {
            body.Octet(recipient.ListName is null ? Recipient.AddressFlag : Recipient.ListFlag);
            if (recipient.ListName is null) body.Address("destination_addr", recipient.Address, PduSizes.Address);
            else body.CString("dl_name", recipient.ListName, PduSizes.Address);
        }

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

    private static Recipient[] ReadRecipients(ref FieldReader body)
    {
        // The count may claim too much. A recipient takes at least two octets, so the octets left limit how many there can be.
        var recipients = new Recipient[Math.Min(body.Octet("number_of_dests"), (body.RemainingCount / 2) + 1)];
        for (var i = 0; i < recipients.Length; i++)
        {
            switch (body.Octet("dest_flag"))
            {
                case Recipient.AddressFlag:
                    recipients[i] = new(body.Address(AddressFields.Destination, PduSizes.Address));
                    break;
                case Recipient.ListFlag:
                    recipients[i] = new(Address.None, body.CString("dl_name", PduSizes.Address));
                    break;
                default:
                    body.StopWithFault("dest_flag", "is neither 1 nor 2");
                    break;
            }

            if (body.IsStopped) return recipients[..i];
        }

        return recipients;
    }
}

/// <summary>submit_multi_resp (SMPP v3.4 §4.5.2).</summary>
public sealed record SubmitMultiResp : Pdu
{
    /// <summary>What an unsuccess_sme takes at least: ton, npi, the NUL of the address, and four octets of error_status_code.</summary>
    private const int UnreachedOctetsAtLeast = 7;

    /// <summary>Creates a PDU whose fields are set by an initializer.</summary>
    public SubmitMultiResp()
    {
    }

    internal SubmitMultiResp(ref FieldReader body)
    {
        MessageId = body.CString("message_id", PduSizes.MessageId);
        Unreached = ReadUnreached(ref body);
    }

    /// <summary>message_id (§5.2.23), by which receipts name the message: at most 64 characters. Default: empty.</summary>
    public string MessageId { get; init; } = "";

    /// <summary>unsuccess_sme (§4.5.2.1): those who do not get the message, at most 255. Default: nobody.</summary>
    public IReadOnlyList<Unreached> Unreached { get; init; } = [];

    /// <inheritdoc/>
    public override CommandId Command => CommandId.SubmitMultiResp;

    internal override bool HasBody => Status == CommandStatus.Ok || MessageId.Length > 0 || Unreached.Count > 0 || Tlvs.Count > 0;

    internal override int MandatoryOctetsAtMost =>
        base.MandatoryOctetsAtMost + (Unreached.Count * (UnreachedOctetsAtLeast + PduSizes.Address));

    internal override void WriteBody(ref FieldWriter body)
    {
        body.CString("message_id", MessageId, PduSizes.MessageId);
        body.Count("no_unsuccess", Unreached.Count);
        foreach (var (address, error) in Unreached)
        {
            body.Address("destination_addr", address, PduSizes.Address);
            body.UInt32((uint)error);
        }
    }

    private static Unreached[] ReadUnreached(ref FieldReader body)
    {
        var unreached = new Unreached[Math.Min(body.Octet("no_unsuccess"), (body.RemainingCount / UnreachedOctetsAtLeast) + 1)];
        for (var i = 0; i < unreached.Length; i++)
        {
            unreached[i] = new(body.Address(AddressFields.Destination, PduSizes.Address), (CommandStatus)body.UInt32("error_status_code"));
            if (body.IsStopped) return unreached[..i];
        }

        return unreached;
    }
}
