namespace Bridge.Protocol.Smpp;

/// <summary>
/// One entry of submit_multi's dest_address (SMPP v3.4 §4.5.1.1): an SME's address, or, when <paramref name="ListName"/> is not null, a
/// distribution list that the SMSC keeps.
/// </summary>
public readonly record struct Recipient(Address Address, string? ListName = null)
{
    internal const byte AddressFlag = 1, ListFlag = 2;

    /// <summary>Never the number: it would reach a log.</summary>
    public override string ToString() => ListName is null ? Address.ToString() : $"list length={ListName.Length}";
}

/// <summary>One whom submit_multi did not reach, and why (SMPP v3.4 §4.5.2.1).</summary>
public readonly record struct Unreached(Address Address, CommandStatus Error)
{
    public override string ToString() => $"{Address} {Error.SpecName()}";
}

/// <summary>One text to at most 255 recipients (SMPP v3.4 §4.5.1: 254; one octet counts them).</summary>
public sealed record SubmitMulti : Pdu
{
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

    public string ServiceType { get; init; } = "";
    public Address Source { get; init; } = Address.None;
    public IReadOnlyList<Recipient> Recipients { get; init; } = [];
    public EsmClass EsmClass { get; init; }
    public byte ProtocolId { get; init; }
    public byte PriorityFlag { get; init; }
    public string ScheduleDeliveryTime { get; init; } = "";
    public string ValidityPeriod { get; init; } = "";
    public byte RegisteredDelivery { get; init; }
    public byte ReplaceIfPresentFlag { get; init; }
    public byte DataCoding { get; init; }
    public byte SmDefaultMsgId { get; init; }
    public ReadOnlyMemory<byte> ShortMessage { get; init; }

    /// <summary>See <see cref="MessagePdu.UserData"/>.</summary>
    public ReadOnlyMemory<byte> UserData => ShortMessage.IsEmpty ? Tlv(TlvTag.MessagePayload) ?? default : ShortMessage;
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
        // What a count claims is never rented: an entry has two octets at least, so there are no more than the octets left allow.
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

/// <summary>SMPP v3.4 §4.5.2.</summary>
public sealed record SubmitMultiResp : Pdu
{
    /// <summary>ton, npi, the address's NUL and four octets of error_status_code.</summary>
    private const int UnreachedOctetsAtLeast = 7;

    public SubmitMultiResp()
    {
    }

    internal SubmitMultiResp(ref FieldReader body)
    {
        MessageId = body.CString("message_id", PduSizes.MessageId);
        Unreached = ReadUnreached(ref body);
    }

    public string MessageId { get; init; } = "";
    public IReadOnlyList<Unreached> Unreached { get; init; } = [];
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
