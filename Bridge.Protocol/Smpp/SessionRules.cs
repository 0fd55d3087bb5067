namespace Bridge.Protocol.Smpp;

/// <summary>
/// Knows which side may send which command in which state: SMPP v3.4 §2.3 table 2-1, and the states and broadcast commands that v5.0 §2.4
/// adds. The two versions differ only in enquire_link, which v5.0 also allows on a connection that is not bound. Here it is allowed.
/// </summary>
internal static class SessionRules
{
    /// <summary>
    /// Whether <paramref name="sender"/> may send <paramref name="command"/>. A command that the spec does not define is never legal.
    /// </summary>
    public static bool IsLegal(SessionState state, CommandId command, SessionRole sender) => state switch
    {
        SessionState.Open =>
            IsLinkCommand(command) || IsBindCommand(command, sender) || (command == CommandId.Outbind && sender == SessionRole.Smsc),
        SessionState.Outbound => IsLinkCommand(command) || IsBindCommand(command, sender),
        SessionState.BoundTx => IsLinkCommand(command) || IsUnbindCommand(command) || IsTransmitterCommand(command, sender),
        SessionState.BoundRx => IsLinkCommand(command) || IsUnbindCommand(command) || IsReceiverCommand(command, sender),
        SessionState.BoundTrx =>
            IsLinkCommand(command) || IsUnbindCommand(command)
                || IsTransmitterCommand(command, sender) || IsReceiverCommand(command, sender),
        SessionState.Unbound => IsLinkCommand(command),
        _ => false,
    };

    private static bool IsLinkCommand(CommandId command) =>
        command is CommandId.EnquireLink or CommandId.EnquireLinkResp or CommandId.GenericNack;

    private static bool IsUnbindCommand(CommandId command) => command is CommandId.Unbind or CommandId.UnbindResp;

    private static bool IsBindCommand(CommandId command, SessionRole sender) => sender == SessionRole.Esme
        ? command is CommandId.BindReceiver or CommandId.BindTransmitter or CommandId.BindTransceiver
        : command is CommandId.BindReceiverResp or CommandId.BindTransmitterResp or CommandId.BindTransceiverResp;

    /// <summary>The ESME sends the request, the SMSC the response.</summary>
    private static bool IsTransmitterCommand(CommandId command, SessionRole sender) => sender == SessionRole.Esme
        ? command is CommandId.SubmitSm or CommandId.SubmitMulti or CommandId.DataSm or CommandId.QuerySm or CommandId.CancelSm
            or CommandId.ReplaceSm or CommandId.BroadcastSm or CommandId.QueryBroadcastSm or CommandId.CancelBroadcastSm
        : command is CommandId.SubmitSmResp or CommandId.SubmitMultiResp or CommandId.DataSmResp or CommandId.QuerySmResp
            or CommandId.CancelSmResp or CommandId.ReplaceSmResp or CommandId.BroadcastSmResp or CommandId.QueryBroadcastSmResp
            or CommandId.CancelBroadcastSmResp;

    /// <summary>The SMSC sends the request, the ESME the response. alert_notification has no response.</summary>
    private static bool IsReceiverCommand(CommandId command, SessionRole sender) => sender == SessionRole.Smsc
        ? command is CommandId.DeliverSm or CommandId.DataSm or CommandId.AlertNotification
        : command is CommandId.DeliverSmResp or CommandId.DataSmResp;
}
