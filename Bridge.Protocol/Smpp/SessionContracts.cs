namespace Bridge.Protocol.Smpp;

/// <summary>Which side of a session this is.</summary>
public enum SessionRole
{
    /// <summary>The client, which binds.</summary>
    Esme,

    /// <summary>The operator's SMSC, which accepts the bind.</summary>
    Smsc,
}

/// <summary>The states of a session (SMPP v3.4 §2.2; Outbound and Unbound from v5.0 §2.2).</summary>
public enum SessionState
{
    /// <summary>Connected and not bound.</summary>
    Open,

    /// <summary>The SMSC has sent outbind.</summary>
    Outbound,

    /// <summary>Bound as a transmitter.</summary>
    BoundTx,

    /// <summary>Bound as a receiver.</summary>
    BoundRx,

    /// <summary>Bound as a transceiver.</summary>
    BoundTrx,

    /// <summary>The peer has sent unbind.</summary>
    Unbound,

    /// <summary>The connection is closed.</summary>
    Closed,
}

internal static class SessionStates
{
    public static bool IsBound(this SessionState state) => state is SessionState.BoundTx or SessionState.BoundRx or SessionState.BoundTrx;
}

/// <summary>The limits of one session. All durations are positive.</summary>
public sealed record SessionSettings
{
    /// <summary>Which side of the session this is.</summary>
    public required SessionRole Role { get; init; }

    /// <summary>How many requests of this side may be without a response: 1 to 10,000 (SMPP v3.4 §2.7). Default: 10.</summary>
    public int Window { get; init; } = 10;

    /// <summary>
    /// How many requests of the peer may be without a response, at least 1. When there are as many, nothing is read from the connection, so
    /// a peer can cost only so much memory. Default: 2,000.
    /// </summary>
    public int MaxInbound { get; init; } = 2_000;

    /// <summary>
    /// enquire_link_timer (SMPP v3.4 §7.2): how long the peer may be silent before it is sent enquire_link. Default: 15 s.
    /// </summary>
    public TimeSpan EnquireLink { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>response_timer (SMPP v3.4 §7.2): how long the peer may take for a response. Default: 10 s.</summary>
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>session_init_timer (SMPP v3.4 §7.2): from the connection to the finished bind. Default: 10 s.</summary>
    public TimeSpan SessionInit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// inactivity_timer (SMPP v3.4 §7.2): how long a bound session may carry nothing but enquire_link before it is closed. Null means
    /// without limit. Default: null.
    /// </summary>
    public TimeSpan? Inactivity { get; init; }

    /// <summary>
    /// The largest PDU that is read, in octets, the header included. A larger one ends the session. Default: 70,000, which is enough for a
    /// message_payload of 64 KiB with every other field at its largest.
    /// </summary>
    public int MaxPduOctets { get; init; } = 70_000;
}

/// <summary>What a session tells its owner.</summary>
public interface ISessionHandler
{
    /// <summary>
    /// The peer sent a request. Requests come one at a time, in the order received, on the read loop; bind_* come only to an SMSC, and
    /// enquire_link and unbind never. Respond by <see cref="SmppSession.Respond"/>, at once or later, on any thread. Nothing more is read
    /// until the returned task completes.
    /// </summary>
    /// <param name="session">The session, to respond by.</param>
    /// <param name="request">The request. It may have a <see cref="Pdu.Fault"/>.</param>
    /// <param name="cancel">Is cancelled when the session ends.</param>
    ValueTask OnRequestAsync(SmppSession session, Pdu request, CancellationToken cancel);

    /// <summary>A PDU was read or is about to be written; for counters. Called on any thread. Must not block.</summary>
    void OnPdu(PduDirection direction, CommandId command, CommandStatus status);

    /// <summary>
    /// The session met a fault, and does itself what is to be done about it; for counters. Called on any thread. Must neither block nor
    /// throw.
    /// </summary>
    void OnFault(SessionFault fault)
    {
    }
}

/// <summary>The direction of a PDU.</summary>
public enum PduDirection
{
    /// <summary>From the peer.</summary>
    In,

    /// <summary>To the peer.</summary>
    Out,
}

/// <summary>How a session ended.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Detail">More about it in words for a log, without any content of a PDU.</param>
public sealed record SessionEnd(SessionEndReason Reason, string Detail);

/// <summary>Why a session ended.</summary>
public enum SessionEndReason
{
    /// <summary>The peer sent unbind.</summary>
    Unbind,

    /// <summary>The peer closed the connection, or the connection was lost.</summary>
    Closed,

    /// <summary>One of the timers of <see cref="SessionSettings"/> ran out.</summary>
    Timeout,

    /// <summary>What the peer sent could not be cut into PDUs, or the session's handler threw.</summary>
    Protocol,

    /// <summary>The peer refused the bind. A session itself does not end with this reason; its owner may report it.</summary>
    Refused,

    /// <summary>This side ended the session.</summary>
    Shutdown,
}

/// <summary>What became of a request. Only a request that was never written can be sent again without risk of a duplicate.</summary>
public enum RequestResult
{
    /// <summary>The peer sent a response, which may be an error.</summary>
    Answered,

    /// <summary>The session was not bound or had ended, and nothing was written.</summary>
    NotWritten,

    /// <summary>There was no response in time. The peer may have accepted the request.</summary>
    TimedOut,

    /// <summary>The session ended before the response. The peer may have accepted the request.</summary>
    SessionLost,
}

/// <summary>The outcome of one request.</summary>
/// <param name="Result">What became of it.</param>
/// <param name="Response">
/// The response, which may be a generic_nack. Null unless <paramref name="Result"/> is <see cref="RequestResult.Answered"/>.
/// </param>
public sealed record RequestOutcome(RequestResult Result, Pdu? Response)
{
    /// <summary>
    /// Completes with the response to a request that <see cref="RequestResult.TimedOut"/>, if it still comes. Is cancelled when the session
    /// ends before it, or when more than 1,000 later requests have timed out too. Null for every other result, and for bind, unbind and
    /// enquire_link.
    /// </summary>
    public Task<Pdu>? Late { get; init; }
}
