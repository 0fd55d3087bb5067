namespace Bridge.Protocol.Smpp;

/// <summary>
/// Which side may send what in which state: SMPP v3.4 §2.3 table 2-1, with the states and the broadcast commands that v5.0 §2.4 adds. Both
/// editions agree wherever both speak, but for enquire_link, which v5.0 also allows on a connection that is not bound.
/// </summary>
internal static class SessionRules
{
    /// <summary>
    /// Whether <paramref name="sender"/> may send <paramref name="command"/>. A command that is none of the spec's may never be.
    /// </summary>
    public static bool IsLegal(SessionState state, CommandId command, SessionRole sender) => state switch
    {
        SessionState.Open =>
            IsOfLink(command) || IsOfBinding(command, sender) || (command == CommandId.Outbind && sender == SessionRole.Smsc),
        SessionState.Outbound => IsOfLink(command) || IsOfBinding(command, sender),
        SessionState.BoundTx => IsOfLink(command) || IsUnbinding(command) || IsOfTransmitter(command, sender),
        SessionState.BoundRx => IsOfLink(command) || IsUnbinding(command) || IsOfReceiver(command, sender),
        SessionState.BoundTrx =>
            IsOfLink(command) || IsUnbinding(command) || IsOfTransmitter(command, sender) || IsOfReceiver(command, sender),
        SessionState.Unbound => IsOfLink(command),
        _ => false,
    };

    private static bool IsOfLink(CommandId command) =>
        command is CommandId.EnquireLink or CommandId.EnquireLinkResp or CommandId.GenericNack;

    private static bool IsUnbinding(CommandId command) => command is CommandId.Unbind or CommandId.UnbindResp;

    private static bool IsOfBinding(CommandId command, SessionRole sender) => sender == SessionRole.Esme
        ? command is CommandId.BindReceiver or CommandId.BindTransmitter or CommandId.BindTransceiver
        : command is CommandId.BindReceiverResp or CommandId.BindTransmitterResp or CommandId.BindTransceiverResp;

    /// <summary>The ESME asks, the SMSC answers.</summary>
    private static bool IsOfTransmitter(CommandId command, SessionRole sender) => sender == SessionRole.Esme
        ? command is CommandId.SubmitSm or CommandId.SubmitMulti or CommandId.DataSm or CommandId.QuerySm or CommandId.CancelSm
            or CommandId.ReplaceSm
            or CommandId.BroadcastSm or CommandId.QueryBroadcastSm or CommandId.CancelBroadcastSm
        : command is CommandId.SubmitSmResp or CommandId.SubmitMultiResp or CommandId.DataSmResp or CommandId.QuerySmResp
            or CommandId.CancelSmResp
            or CommandId.ReplaceSmResp or CommandId.BroadcastSmResp or CommandId.QueryBroadcastSmResp or CommandId.CancelBroadcastSmResp;

    /// <summary>The SMSC asks, the ESME answers; alert_notification has no answer.</summary>
    private static bool IsOfReceiver(CommandId command, SessionRole sender) => sender == SessionRole.Smsc
        ? command is CommandId.DeliverSm or CommandId.DataSm or CommandId.AlertNotification
        : command is CommandId.DeliverSmResp or CommandId.DataSmResp;
}
