namespace Bridge.Protocol.Smpp;

/// <summary>
/// submit_sm_resp (SMPP v3.4 §4.4.2): the SMSC accepts the message or refuses it. Lenient to Kannel's drive_smpp, which accepts without a
/// message_id: the message counts as accepted, with a <see cref="Pdu.Fault"/>
/// (HostilePeerTests.Nr_11_a_submit_sm_resp_that_accepts_without_an_id_says_what_it_lacks).
/// </summary>
public sealed record SubmitSmResp : Pdu
{
    /// <summary>Creates a PDU whose fields are set by an initializer.</summary>
    public SubmitSmResp()
    {
    }

    internal SubmitSmResp(ref FieldReader body) => MessageId = body.CString("message_id", PduSizes.MessageId);

    /// <summary>message_id (§5.2.23), by which a receipt names the message: at most 64 characters. Default: empty.</summary>
    public string MessageId { get; init; } = "";

    /// <inheritdoc/>
    public override CommandId Command => CommandId.SubmitSmResp;

    internal override bool HasBody => Status == CommandStatus.Ok || MessageId.Length > 0 || Tlvs.Count > 0;

    internal override void WriteBody(ref FieldWriter body) => body.CString("message_id", MessageId, PduSizes.MessageId);
}

/// <summary>
/// deliver_sm_resp (SMPP v3.4 §4.6.2): the ESME accepts the message or refuses it. The body is written also if the status is an error,
/// because some SMSCs refuse a bare header.
/// </summary>
public sealed record DeliverSmResp : Pdu
{
    /// <summary>Creates a PDU whose fields are set by an initializer.</summary>
    public DeliverSmResp()
    {
    }

    internal DeliverSmResp(ref FieldReader body) => MessageId = body.CString("message_id", PduSizes.MessageId);

    /// <summary>message_id (§5.2.23), which is unused: at most 64 characters. Default: empty.</summary>
    public string MessageId { get; init; } = "";

    /// <inheritdoc/>
    public override CommandId Command => CommandId.DeliverSmResp;

    internal override bool HasBody => true;

    internal override void WriteBody(ref FieldWriter body) => body.CString("message_id", MessageId, PduSizes.MessageId);
}

/// <summary>
/// data_sm_resp (SMPP v3.4 §4.7.2). The body is written also if the status is an error, because its TLVs say why a delivery failed.
/// </summary>
public sealed record DataSmResp : Pdu
{
    /// <summary>Creates a PDU whose fields are set by an initializer.</summary>
    public DataSmResp()
    {
    }

    internal DataSmResp(ref FieldReader body) => MessageId = body.CString("message_id", PduSizes.MessageId);

    /// <summary>message_id (§5.2.23), by which a receipt names the message: at most 64 characters. Default: empty.</summary>
    public string MessageId { get; init; } = "";

    /// <inheritdoc/>
    public override CommandId Command => CommandId.DataSmResp;

    internal override bool HasBody => true;

    internal override void WriteBody(ref FieldWriter body) => body.CString("message_id", MessageId, PduSizes.MessageId);
}
