namespace Bridge.Protocol.Smpp;

/// <summary>enquire_link (SMPP v3.4 §4.11.1), the header alone: asks the peer for a sign of life.</summary>
public sealed record EnquireLink : Pdu
{
    /// <inheritdoc/>
    public override CommandId Command => CommandId.EnquireLink;
}

/// <summary>enquire_link_resp (SMPP v3.4 §4.11.2): the header alone.</summary>
public sealed record EnquireLinkResp : Pdu
{
    /// <inheritdoc/>
    public override CommandId Command => CommandId.EnquireLinkResp;
}

/// <summary>unbind (SMPP v3.4 §4.2.1), the header alone: ends the session.</summary>
public sealed record Unbind : Pdu
{
    /// <inheritdoc/>
    public override CommandId Command => CommandId.Unbind;
}

/// <summary>unbind_resp (SMPP v3.4 §4.2.2): the header alone.</summary>
public sealed record UnbindResp : Pdu
{
    /// <inheritdoc/>
    public override CommandId Command => CommandId.UnbindResp;
}

/// <summary>generic_nack (SMPP v3.4 §4.3), the header alone: the response to a PDU that could not be understood.</summary>
public sealed record GenericNack : Pdu
{
    /// <inheritdoc/>
    public override CommandId Command => CommandId.GenericNack;
}

/// <summary>alert_notification (SMPP v3.4 §4.12): a subscriber can be reached again. It has no response.</summary>
public sealed record AlertNotification : Pdu
{
    /// <summary>Creates a PDU whose fields are set by an initializer.</summary>
    public AlertNotification()
    {
    }

    internal AlertNotification(ref FieldReader body)
    {
        Source = body.Address(AddressFields.Source, PduSizes.LongAddress);
        Esme = body.Address(AddressFields.Esme, PduSizes.LongAddress);
    }

    /// <summary>source_addr_ton, source_addr_npi and source_addr: the subscriber. At most 64 characters.</summary>
    public Address Source { get; init; } = Address.None;

    /// <summary>esme_addr_ton, esme_addr_npi and esme_addr: the ESME that asked for the alert. At most 64 characters.</summary>
    public Address Esme { get; init; } = Address.None;

    /// <inheritdoc/>
    public override CommandId Command => CommandId.AlertNotification;

    internal override bool HasBody => true;

    internal override void WriteBody(ref FieldWriter body)
    {
        body.Address("source_addr", Source, PduSizes.LongAddress);
        body.Address("esme_addr", Esme, PduSizes.LongAddress);
    }
}

/// <summary>
/// A PDU of a command that has no type in this library. Its body is kept as received, so that encoding it again gives the same octets. Of
/// the commands that the spec defines these are broadcast_sm, query_broadcast_sm and cancel_broadcast_sm of v5.0, with their responses.
/// </summary>
/// <param name="Id">command_id.</param>
public sealed record UnknownPdu(CommandId Id) : Pdu
{
    internal UnknownPdu(CommandId id, ref FieldReader body)
        : this(id) => Body = body.ReadRest();

    /// <summary>The octets after the header. A received body is a slice of <see cref="Pdu.Octets"/>.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <inheritdoc/>
    public override CommandId Command => Id;

    internal override bool HasBody => true;

    internal override int MandatoryOctetsAtMost => Body.Length;

    internal override void WriteBody(ref FieldWriter body) => body.OctetString(Body.Span);
}
