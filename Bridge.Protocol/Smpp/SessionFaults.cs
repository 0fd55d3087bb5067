namespace Bridge.Protocol.Smpp;

/// <summary>What a session can see that is not as it should be. Each has one answer: <see cref="SessionFaults.AnswerTo"/>.</summary>
public enum SessionFault
{
    /// <summary>
    /// A command_length that cannot be true: noise, or another protocol (HTTP on the port). The next PDU cannot be found (SMPP v3.4 §3.2).
    /// </summary>
    FramingLost,

    /// <summary>A request that no version of the spec knows.</summary>
    UnknownCommand,

    /// <summary>A request that this peer may not send, or not in this state.</summary>
    WrongState,

    /// <summary>A request other than a bind on a connection that is not bound.</summary>
    BeforeBind,

    /// <summary>A bind on a connection that is bound.</summary>
    BoundAlready,

    /// <summary>A request that came after we asked for the bind and before its answer.</summary>
    OvertookBindResp,

    /// <summary>A text or receipt on a link that is bound as a transmitter.</summary>
    TextToTransmitter,

    /// <summary>A body with a <see cref="Pdu.Fault"/>: a string without its NUL, an sm_length or a TLV that lies, nothing at all.</summary>
    UnreadableBody,

    /// <summary>A request numbered 0 or above 0x7FFFFFFF (§5.1.4).</summary>
    SequenceOutOfRange,

    /// <summary>
    /// A request numbered as the one before it. No list of a peer's numbers is kept, so another repetition is not even seen.
    /// </summary>
    SequenceRepeated,

    /// <summary>A response under a number that we gave out and that waits no more: it is late, or it is the second.</summary>
    LateResponse,

    /// <summary>A response under a number that we never gave out, or to another command than was asked.</summary>
    UnaskedResponse,

    /// <summary>The peer closed inside a PDU.</summary>
    CutShort,

    /// <summary>No bind was finished within session_init_timer.</summary>
    NotBound,

    /// <summary>Not one whole PDU within response_timer after we asked; half a PDU, or one octet now and then, is silence too.</summary>
    PeerSilent,

    /// <summary>What we wrote was not read within response_timer.</summary>
    PeerDeaf,

    /// <summary>Nothing but enquire_link within inactivity_timer.</summary>
    Idle,
}

public enum FaultReply
{
    None,

    /// <summary>generic_nack with sequence number 0: the peer's own is unknown (§4.3).</summary>
    NackUnnumbered,

    /// <summary>
    /// The request's own response with the request's own number; generic_nack where it has none; nothing to what is never answered.
    /// </summary>
    Refusal,
}

public enum FaultThen
{
    /// <summary>Nothing more: counted, and the next PDU is read.</summary>
    ReadOn,

    /// <summary>To the session's owner like any other, which answers it.</summary>
    HandOn,

    /// <summary>The same, once the bind is answered; bounded.</summary>
    HandOnOnceBound,

    EndSession,
}

/// <param name="Status">Of the reply.</param>
/// <param name="Reason">Why the session ended; of <see cref="FaultThen.EndSession"/> alone.</param>
public readonly record struct FaultAnswer(FaultReply Reply, CommandStatus Status, FaultThen Then, SessionEndReason? Reason = null);

/// <summary>
/// Seen, replied, and then: the one place where a session's answers to faults stand. Two rules are behind it. While the framing holds
/// nothing that a PDU says costs the link, for with it go the texts of others. And what may be a person's text is handed on, whatever is
/// wrong with it: ESME_RINVBNDSTS and its like are final at many SMSCs.
/// </summary>
public static class SessionFaults
{
    private const uint LastSequence = 0x7FFFFFFF;

    public static FaultAnswer AnswerTo(SessionFault seen) => seen switch
    {
        SessionFault.FramingLost =>
            new(FaultReply.NackUnnumbered, CommandStatus.InvCmdLen, FaultThen.EndSession, SessionEndReason.Protocol),

        SessionFault.UnknownCommand => new(FaultReply.Refusal, CommandStatus.InvCmdId, FaultThen.ReadOn),
        SessionFault.WrongState => new(FaultReply.Refusal, CommandStatus.InvBndSts, FaultThen.ReadOn),
        SessionFault.BeforeBind => new(FaultReply.Refusal, CommandStatus.InvBndSts, FaultThen.ReadOn),
        SessionFault.BoundAlready => new(FaultReply.Refusal, CommandStatus.AlyBnd, FaultThen.ReadOn),

        // Lenient to SMSCs that are bound as soon as they take the bind, and write a text ahead of its answer
        // (SessionFaultTests.A_text_that_overtakes_bind_resp_waits_for_it).
        SessionFault.OvertookBindResp => new(FaultReply.None, CommandStatus.Ok, FaultThen.HandOnOnceBound),

        // Lenient to SMSCs that send receipts over whatever link is there
        // (InboundTests.Of_a_receiver_and_a_transmitter_submits_use_the_one_and_receipts_and_texts_are_taken_from_both).
        SessionFault.TextToTransmitter => new(FaultReply.None, CommandStatus.Ok, FaultThen.HandOn),

        // Lenient to SMSCs that let a TLV or sm_length lie (jsmpp#214, cloudhopper#64): the text may be in it
        // (SessionFaultTests.An_unreadable_body_is_handed_on_and_answered_under_its_own_number).
        SessionFault.UnreadableBody => new(FaultReply.None, CommandStatus.Ok, FaultThen.HandOn),

        // Lenient to Kannel's drive_smpp, which counts from 0, and to those that count past 31 bits: the number is theirs, and echoed
        // (SessionFaultTests.A_number_outside_the_spec_is_echoed).
        SessionFault.SequenceOutOfRange => new(FaultReply.None, CommandStatus.Ok, FaultThen.HandOn),

        // Lenient to SMSCs that number every request alike: each is answered
        // (SessionFaultTests.Two_requests_under_one_number_are_both_handed_on_and_both_answered).
        SessionFault.SequenceRepeated => new(FaultReply.None, CommandStatus.Ok, FaultThen.HandOn),

        // An answer to an answer would go round for ever (§4.3). Lenient to SMSCs that answer after our response_timer, or twice
        // (SessionFaultTests.A_late_response_and_a_second_one_are_counted_and_never_answered).
        SessionFault.LateResponse => new(FaultReply.None, CommandStatus.Ok, FaultThen.ReadOn),
        SessionFault.UnaskedResponse => new(FaultReply.None, CommandStatus.Ok, FaultThen.ReadOn),

        SessionFault.CutShort => new(FaultReply.None, CommandStatus.Ok, FaultThen.EndSession, SessionEndReason.Closed),
        SessionFault.NotBound or SessionFault.PeerSilent or SessionFault.PeerDeaf or SessionFault.Idle =>
            new(FaultReply.None, CommandStatus.Ok, FaultThen.EndSession, SessionEndReason.Timeout),
        _ => throw new ArgumentOutOfRangeException(nameof(seen), seen, "no such fault"),
    };

    /// <summary>What is wrong with a request other than enquire_link and unbind being sent at all; null when nothing is.</summary>
    /// <param name="role">Ours.</param>
    /// <param name="mayKeep">A bind of ours is under way, and there is room for what overtakes its answer.</param>
    public static SessionFault? OfRequest(Pdu request, SessionRole role, SessionState state, bool mayKeep)
    {
        var command = request.Command;
        if (!command.IsSpecified()) return SessionFault.UnknownCommand;

        var sender = role == SessionRole.Esme ? SessionRole.Smsc : SessionRole.Esme;
        if (SessionRules.IsLegal(state, command, sender)) return null;

        var isBound = state is SessionState.BoundTx or SessionState.BoundRx or SessionState.BoundTrx;
        if (isBound && request is Bind) return SessionFault.BoundAlready;
        if (role == SessionRole.Esme && state == SessionState.BoundTx && command is (CommandId.DeliverSm or CommandId.DataSm))
        {
            return SessionFault.TextToTransmitter;
        }

        if (role == SessionRole.Esme && state == SessionState.Open && mayKeep) return SessionFault.OvertookBindResp;
        return state is SessionState.Open or SessionState.Outbound ? SessionFault.BeforeBind : SessionFault.WrongState;
    }

    /// <summary>§5.1.4.</summary>
    public static bool IsOutOfRange(uint sequence) => sequence is 0 or > LastSequence;
}
