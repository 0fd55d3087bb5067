namespace Bridge.Protocol.Smpp;

internal enum FaultReply
{
    None,

    /// <summary>generic_nack with sequence number 0, because the number of the faulty PDU is unknown (§4.3).</summary>
    UnnumberedNack,

    /// <summary>What <see cref="Responses.CreateFor"/> gives for the request, with the policy's status.</summary>
    Refusal,
}

internal enum FaultAction
{
    /// <summary>The PDU is dropped, and the next one is read.</summary>
    ReadOn,

    /// <summary>The request goes to the session's handler like any other, and the handler answers it.</summary>
    PassToHandler,

    /// <summary>The same, but only once the bind is answered. A bounded number is kept until then.</summary>
    PassToHandlerOnceBound,

    EndSession,
}

/// <summary>What a session does about one kind of fault, besides counting it.</summary>
/// <param name="Status">The status of the reply.</param>
/// <param name="EndReason">Why the session ended. Null unless <paramref name="Action"/> is <see cref="FaultAction.EndSession"/>.</param>
internal readonly record struct FaultPolicy(
    FaultReply Reply, CommandStatus Status, FaultAction Action, SessionEndReason? EndReason = null);

/// <summary>
/// The only place that decides what a session does about a fault. Two rules are behind the table. First: as long as the framing holds,
/// nothing that a PDU says ends the session, because the texts of other people would be lost with it. Second: what may be a person's text
/// goes to the handler, whatever is wrong with it, because many SMSCs take an error such as ESME_RINVBNDSTS as final.
/// </summary>
internal static class SessionFaults
{
    private const uint LastSequence = 0x7FFFFFFF;

    public static FaultPolicy PolicyFor(SessionFault fault) => fault switch
    {
        SessionFault.FramingLost =>
            new(FaultReply.UnnumberedNack, CommandStatus.InvCmdLen, FaultAction.EndSession, SessionEndReason.Protocol),

        SessionFault.UnknownCommand => new(FaultReply.Refusal, CommandStatus.InvCmdId, FaultAction.ReadOn),
        SessionFault.WrongState => new(FaultReply.Refusal, CommandStatus.InvBndSts, FaultAction.ReadOn),
        SessionFault.BeforeBind => new(FaultReply.Refusal, CommandStatus.InvBndSts, FaultAction.ReadOn),
        SessionFault.BoundAlready => new(FaultReply.Refusal, CommandStatus.AlyBnd, FaultAction.ReadOn),

        // Lenient to SMSCs that count themselves bound once they accept the bind, and write a text before their bind_resp
        // (SessionFaultTests.A_text_that_overtakes_bind_resp_waits_for_it).
        SessionFault.OvertookBindResp => new(FaultReply.None, CommandStatus.Ok, FaultAction.PassToHandlerOnceBound),

        // Lenient to SMSCs that send receipts over any link of the same ESME
        // (InboundTests.Of_a_receiver_and_a_transmitter_submits_use_the_one_and_receipts_and_texts_are_taken_from_both).
        SessionFault.TextToTransmitter => new(FaultReply.None, CommandStatus.Ok, FaultAction.PassToHandler),

        // Lenient to SMSCs whose TLVs or sm_length claim too much (jsmpp#214, cloudhopper#64): the text may still be there
        // (SessionFaultTests.An_unreadable_body_is_handed_on_and_answered_under_its_own_number).
        SessionFault.UnreadableBody => new(FaultReply.None, CommandStatus.Ok, FaultAction.PassToHandler),

        // Lenient to Kannel's drive_smpp, which counts from 0, and to SMSCs that count past 31 bits: the number is echoed as it came
        // (SessionFaultTests.A_number_outside_the_spec_is_echoed).
        SessionFault.SequenceOutOfRange => new(FaultReply.None, CommandStatus.Ok, FaultAction.PassToHandler),

        // Lenient to SMSCs that give every request the same number: each request is answered
        // (SessionFaultTests.Two_requests_under_one_number_are_both_handed_on_and_both_answered).
        SessionFault.SequenceRepeated => new(FaultReply.None, CommandStatus.Ok, FaultAction.PassToHandler),

        // A response is never answered, or two sides could answer each other without end (§4.3). Lenient to SMSCs that answer after our
        // response_timer, or twice (SessionFaultTests.A_late_response_and_a_second_one_are_counted_and_never_answered).
        SessionFault.LateResponse => new(FaultReply.None, CommandStatus.Ok, FaultAction.ReadOn),
        SessionFault.UnaskedResponse => new(FaultReply.None, CommandStatus.Ok, FaultAction.ReadOn),

        SessionFault.CutShort => new(FaultReply.None, CommandStatus.Ok, FaultAction.EndSession, SessionEndReason.Closed),
        SessionFault.NotBound or SessionFault.PeerSilent or SessionFault.PeerDeaf or SessionFault.Idle =>
            new(FaultReply.None, CommandStatus.Ok, FaultAction.EndSession, SessionEndReason.Timeout),
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "no such fault"),
    };

    /// <summary>
    /// Classifies a request other than enquire_link and unbind by whether the peer may send it at all now. Null if it may.
    /// </summary>
    /// <param name="role">The role of this side.</param>
    /// <param name="mayKeep">Whether a bind of this side is unanswered, and there is room to keep requests until the answer.</param>
    public static SessionFault? ClassifyRequest(Pdu request, SessionRole role, SessionState state, bool mayKeep)
    {
        var command = request.Command;
        if (!command.IsSpecified()) return SessionFault.UnknownCommand;

        var sender = role == SessionRole.Esme ? SessionRole.Smsc : SessionRole.Esme;
        if (SessionRules.IsLegal(state, command, sender)) return null;

        if (state.IsBound() && request is Bind) return SessionFault.BoundAlready;
        if (role == SessionRole.Esme && state == SessionState.BoundTx && command is (CommandId.DeliverSm or CommandId.DataSm))
        {
            return SessionFault.TextToTransmitter;
        }

        if (role == SessionRole.Esme && state == SessionState.Open && mayKeep) return SessionFault.OvertookBindResp;
        return state is SessionState.Open or SessionState.Outbound ? SessionFault.BeforeBind : SessionFault.WrongState;
    }

    /// <summary>Whether a sequence number is outside 1 to 0x7FFFFFFF (§5.1.4).</summary>
    public static bool IsOutOfRange(uint sequence) => sequence is 0 or > LastSequence;
}
