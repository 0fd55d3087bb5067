namespace Bridge.Protocol.Smpp;

/// <summary>
/// command_id (SMPP v3.4 §5.1.2.1, v5.0 §4.7.5). An unknown number is a value like any other: it is kept, never thrown on.
/// </summary>
public enum CommandId : uint
{
    BindReceiver = 0x00000001,
    BindTransmitter = 0x00000002,
    QuerySm = 0x00000003,
    SubmitSm = 0x00000004,
    DeliverSm = 0x00000005,
    Unbind = 0x00000006,
    ReplaceSm = 0x00000007,
    CancelSm = 0x00000008,
    BindTransceiver = 0x00000009,
    Outbind = 0x0000000B,
    EnquireLink = 0x00000015,
    SubmitMulti = 0x00000021,
    AlertNotification = 0x00000102,
    DataSm = 0x00000103,
    BroadcastSm = 0x00000111,
    QueryBroadcastSm = 0x00000112,
    CancelBroadcastSm = 0x00000113,

    GenericNack = 0x80000000,
    BindReceiverResp = 0x80000001,
    BindTransmitterResp = 0x80000002,
    QuerySmResp = 0x80000003,
    SubmitSmResp = 0x80000004,
    DeliverSmResp = 0x80000005,
    UnbindResp = 0x80000006,
    ReplaceSmResp = 0x80000007,
    CancelSmResp = 0x80000008,
    BindTransceiverResp = 0x80000009,
    EnquireLinkResp = 0x80000015,
    SubmitMultiResp = 0x80000021,
    DataSmResp = 0x80000103,
    BroadcastSmResp = 0x80000111,
    QueryBroadcastSmResp = 0x80000112,
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
