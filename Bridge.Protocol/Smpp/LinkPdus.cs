namespace Bridge.Protocol.Smpp;

/// <summary>Header only, as every PDU here but the last two (SMPP v3.4 §4.11).</summary>
public sealed record EnquireLink : Pdu
{
    public override CommandId Command => CommandId.EnquireLink;
}

public sealed record EnquireLinkResp : Pdu
{
    public override CommandId Command => CommandId.EnquireLinkResp;
}

/// <summary>SMPP v3.4 §4.2.</summary>
public sealed record Unbind : Pdu
{
    public override CommandId Command => CommandId.Unbind;
}

public sealed record UnbindResp : Pdu
{
    public override CommandId Command => CommandId.UnbindResp;
}

/// <summary>The answer to what could not be understood at all (SMPP v3.4 §4.3).</summary>
public sealed record GenericNack : Pdu
{
    public override CommandId Command => CommandId.GenericNack;
}

/// <summary>A subscriber can be reached again (SMPP v3.4 §4.12). Has no response.</summary>
public sealed record AlertNotification : Pdu
{
    public AlertNotification()
    {
    }

    internal AlertNotification(ref FieldReader body)
    {
        Source = body.Address(AddressFields.Source, PduSizes.LongAddress);
        Esme = body.Address(AddressFields.Esme, PduSizes.LongAddress);
    }

    public Address Source { get; init; } = Address.None;
    public Address Esme { get; init; } = Address.None;
    public override CommandId Command => CommandId.AlertNotification;

    internal override bool HasBody => true;

    internal override void WriteBody(ref FieldWriter body)
    {
        body.Address("source_addr", Source, PduSizes.LongAddress);
        body.Address("esme_addr", Esme, PduSizes.LongAddress);
    }
}

/// <summary>
/// A command that this stack does not type: its body is kept as it came, so that it survives decode and encode unchanged. Of the spec's
/// those are v5.0's broadcast_sm, query_broadcast_sm and cancel_broadcast_sm with their responses, which no ESME of a two-way service
/// meets.
/// </summary>
public sealed record UnknownPdu(CommandId Id) : Pdu
{
    internal UnknownPdu(CommandId id, ref FieldReader body)
        : this(id) => Body = body.ReadRest();

    public ReadOnlyMemory<byte> Body { get; init; }
    public override CommandId Command => Id;

    internal override bool HasBody => true;

    internal override int MandatoryOctetsAtMost => Body.Length;

    internal override void WriteBody(ref FieldWriter body) => body.OctetString(Body.Span);
}
