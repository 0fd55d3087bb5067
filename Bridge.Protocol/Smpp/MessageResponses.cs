namespace Bridge.Protocol.Smpp;

/// <summary>
/// submit_sm_resp (SMPP v3.4 §4.4.2). Lenient to Kannel's drive_smpp, which accepts without a message_id: it is accepted all the same, with
/// a <see cref="Pdu.Fault"/> (HostilePeerTests.Nr_11_a_submit_sm_resp_that_accepts_without_an_id_says_what_it_lacks).
/// </summary>
public sealed record SubmitSmResp : Pdu
{
    public SubmitSmResp()
    {
    }

    internal SubmitSmResp(ref FieldReader body) => MessageId = body.CString("message_id", PduSizes.MessageId);

    public string MessageId { get; init; } = "";
    public override CommandId Command => CommandId.SubmitSmResp;

    internal override bool HasBody => Status == CommandStatus.Ok || MessageId.Length > 0 || Tlvs.Count > 0;

    internal override void WriteBody(ref FieldWriter body) => body.CString("message_id", MessageId, PduSizes.MessageId);
}

/// <summary>message_id is unused and one NUL (SMPP v3.4 §4.6.2), whatever the status: 17 octets in all, for some SMSCs refuse 16.</summary>
public sealed record DeliverSmResp : Pdu
{
    public DeliverSmResp()
    {
    }

    internal DeliverSmResp(ref FieldReader body) => MessageId = body.CString("message_id", PduSizes.MessageId);

    public string MessageId { get; init; } = "";
    public override CommandId Command => CommandId.DeliverSmResp;

    internal override bool HasBody => true;

    internal override void WriteBody(ref FieldWriter body) => body.CString("message_id", MessageId, PduSizes.MessageId);
}

/// <summary>data_sm_resp (SMPP v3.4 §4.7.2): has its body whatever the status, for TLVs say there why a delivery failed.</summary>
public sealed record DataSmResp : Pdu
{
    public DataSmResp()
    {
    }

    internal DataSmResp(ref FieldReader body) => MessageId = body.CString("message_id", PduSizes.MessageId);

    public string MessageId { get; init; } = "";
    public override CommandId Command => CommandId.DataSmResp;

    internal override bool HasBody => true;

    internal override void WriteBody(ref FieldWriter body) => body.CString("message_id", MessageId, PduSizes.MessageId);
}
