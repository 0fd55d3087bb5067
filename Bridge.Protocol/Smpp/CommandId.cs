namespace Bridge.Protocol.Smpp;

/// <summary>
/// command_id (SMPP v3.4 §5.1.2.1, v5.0 §4.7.5). Any other number is a value of this type too, and is kept as received.
/// <see cref="SpecNames.SpecName(CommandId)"/> gives the spec's name.
/// </summary>
public enum CommandId : uint
{
    /// <summary>bind_receiver (SMPP v3.4 §4.1.3). Decodes to <see cref="Bind"/>.</summary>
    BindReceiver = 0x00000001,

    /// <summary>bind_transmitter (SMPP v3.4 §4.1.1). Decodes to <see cref="Bind"/>.</summary>
    BindTransmitter = 0x00000002,

    /// <summary>query_sm (SMPP v3.4 §4.8.1). Decodes to <see cref="Smpp.QuerySm"/>.</summary>
    QuerySm = 0x00000003,

    /// <summary>submit_sm (SMPP v3.4 §4.4.1). Decodes to <see cref="Smpp.SubmitSm"/>.</summary>
    SubmitSm = 0x00000004,

    /// <summary>deliver_sm (SMPP v3.4 §4.6.1). Decodes to <see cref="Smpp.DeliverSm"/>.</summary>
    DeliverSm = 0x00000005,

    /// <summary>unbind (SMPP v3.4 §4.2.1). Decodes to <see cref="Smpp.Unbind"/>.</summary>
    Unbind = 0x00000006,

    /// <summary>replace_sm (SMPP v3.4 §4.10.1). Decodes to <see cref="Smpp.ReplaceSm"/>.</summary>
    ReplaceSm = 0x00000007,

    /// <summary>cancel_sm (SMPP v3.4 §4.9.1). Decodes to <see cref="Smpp.CancelSm"/>.</summary>
    CancelSm = 0x00000008,

    /// <summary>bind_transceiver (SMPP v3.4 §4.1.5). Decodes to <see cref="Bind"/>.</summary>
    BindTransceiver = 0x00000009,

    /// <summary>outbind (SMPP v3.4 §4.1.7). Decodes to <see cref="Smpp.Outbind"/>.</summary>
    Outbind = 0x0000000B,

    /// <summary>enquire_link (SMPP v3.4 §4.11.1). Decodes to <see cref="Smpp.EnquireLink"/>.</summary>
    EnquireLink = 0x00000015,

    /// <summary>submit_multi (SMPP v3.4 §4.5.1). Decodes to <see cref="Smpp.SubmitMulti"/>.</summary>
    SubmitMulti = 0x00000021,

    /// <summary>alert_notification (SMPP v3.4 §4.12). Decodes to <see cref="Smpp.AlertNotification"/>.</summary>
    AlertNotification = 0x00000102,

    /// <summary>data_sm (SMPP v3.4 §4.7.1). Decodes to <see cref="Smpp.DataSm"/>.</summary>
    DataSm = 0x00000103,

    /// <summary>broadcast_sm (SMPP v5.0 §4.4). Decodes to <see cref="UnknownPdu"/>.</summary>
    BroadcastSm = 0x00000111,

    /// <summary>query_broadcast_sm (SMPP v5.0 §4.6). Decodes to <see cref="UnknownPdu"/>.</summary>
    QueryBroadcastSm = 0x00000112,

    /// <summary>cancel_broadcast_sm (SMPP v5.0 §4.6). Decodes to <see cref="UnknownPdu"/>.</summary>
    CancelBroadcastSm = 0x00000113,

    /// <summary>generic_nack (SMPP v3.4 §4.3). Decodes to <see cref="Smpp.GenericNack"/>.</summary>
    GenericNack = 0x80000000,

    /// <summary>bind_receiver_resp (SMPP v3.4 §4.1.4). Decodes to <see cref="BindResp"/>.</summary>
    BindReceiverResp = 0x80000001,

    /// <summary>bind_transmitter_resp (SMPP v3.4 §4.1.2). Decodes to <see cref="BindResp"/>.</summary>
    BindTransmitterResp = 0x80000002,

    /// <summary>query_sm_resp (SMPP v3.4 §4.8.2). Decodes to <see cref="Smpp.QuerySmResp"/>.</summary>
    QuerySmResp = 0x80000003,

    /// <summary>submit_sm_resp (SMPP v3.4 §4.4.2). Decodes to <see cref="Smpp.SubmitSmResp"/>.</summary>
    SubmitSmResp = 0x80000004,

    /// <summary>deliver_sm_resp (SMPP v3.4 §4.6.2). Decodes to <see cref="Smpp.DeliverSmResp"/>.</summary>
    DeliverSmResp = 0x80000005,

    /// <summary>unbind_resp (SMPP v3.4 §4.2.2). Decodes to <see cref="Smpp.UnbindResp"/>.</summary>
    UnbindResp = 0x80000006,

    /// <summary>replace_sm_resp (SMPP v3.4 §4.10.2). Decodes to <see cref="Smpp.ReplaceSmResp"/>.</summary>
    ReplaceSmResp = 0x80000007,

    /// <summary>cancel_sm_resp (SMPP v3.4 §4.9.2). Decodes to <see cref="Smpp.CancelSmResp"/>.</summary>
    CancelSmResp = 0x80000008,

    /// <summary>bind_transceiver_resp (SMPP v3.4 §4.1.6). Decodes to <see cref="BindResp"/>.</summary>
    BindTransceiverResp = 0x80000009,

    /// <summary>enquire_link_resp (SMPP v3.4 §4.11.2). Decodes to <see cref="Smpp.EnquireLinkResp"/>.</summary>
    EnquireLinkResp = 0x80000015,

    /// <summary>submit_multi_resp (SMPP v3.4 §4.5.2). Decodes to <see cref="Smpp.SubmitMultiResp"/>.</summary>
    SubmitMultiResp = 0x80000021,

    /// <summary>data_sm_resp (SMPP v3.4 §4.7.2). Decodes to <see cref="Smpp.DataSmResp"/>.</summary>
    DataSmResp = 0x80000103,

    /// <summary>broadcast_sm_resp (SMPP v5.0 §4.4). Decodes to <see cref="UnknownPdu"/>.</summary>
    BroadcastSmResp = 0x80000111,

    /// <summary>query_broadcast_sm_resp (SMPP v5.0 §4.6). Decodes to <see cref="UnknownPdu"/>.</summary>
    QueryBroadcastSmResp = 0x80000112,

    /// <summary>cancel_broadcast_sm_resp (SMPP v5.0 §4.6). Decodes to <see cref="UnknownPdu"/>.</summary>
    CancelBroadcastSmResp = 0x80000113,
}

/// <summary>What a command_id says by itself.</summary>
public static class CommandIds
{
    private const uint ResponseBit = 0x80000000;

    /// <summary>Whether v3.4 or v5.0 defines the command, also one that decodes to <see cref="UnknownPdu"/>.</summary>
    public static bool IsSpecified(this CommandId command) => Enum.IsDefined(command);

    /// <summary>Whether the top bit is set, which marks a response (SMPP v3.4 §5.1.2).</summary>
    public static bool IsResponse(this CommandId command) => ((uint)command & ResponseBit) != 0;

    /// <summary>The command's response: the same number with the top bit set. A response is its own.</summary>
    public static CommandId ToResponse(this CommandId command) => (CommandId)((uint)command | ResponseBit);
}
