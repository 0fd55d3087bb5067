namespace Bridge.Protocol.Smpp;

public enum SessionRole
{
    Esme,
    Smsc,
}

/// <summary>Session states (SMPP v3.4 §2.2; Unbound and Outbound from v5.0 §2.2).</summary>
public enum SessionState
{
    Open,
    Outbound,
    BoundTx,
    BoundRx,
    BoundTrx,
    Unbound,
    Closed,
}

internal static class SessionStates
{
    public static bool IsBound(this SessionState state) => state is SessionState.BoundTx or SessionState.BoundRx or SessionState.BoundTrx;
}

/// <summary>What one session may do. Durations are positive; null inactivity means no limit.</summary>
public sealed record SessionSettings
{
    public required SessionRole Role { get; init; }

    /// <summary>Our unanswered requests at most, 1 to 10,000 (SMPP v3.4 §2.7).</summary>
    public int Window { get; init; } = 10;

    /// <summary>
    /// The peer's unanswered requests at most; past it the socket is not read. Also stops a peer from costing unbounded memory.
    /// </summary>
    public int MaxInbound { get; init; } = 2_000;

    /// <summary>Silence before we send enquire_link (SMPP v3.4 §7.2).</summary>
    public TimeSpan EnquireLink { get; init; } = TimeSpan.FromSeconds(15);

    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>From the connection to the finished bind.</summary>
    public TimeSpan SessionInit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Without any request but enquire_link for so long, the session is closed. Null: never.</summary>
    public TimeSpan? Inactivity { get; init; }

    /// <summary>Admits a 64 KiB message_payload with every other field at its largest.</summary>
    public int MaxPduOctets { get; init; } = 70_000;
}

/// <summary>What a session tells its owner. Called on the read loop, one call at a time.</summary>
public interface ISessionHandler
{
    /// <summary>
    /// A request other than enquire_link and unbind, in the order received (bind_* only on the SMSC side; deliver_sm with a
    /// <see cref="Pdu.Fault"/> too). Answer it by <see cref="SmppSession.Respond"/>, now or later, with its own sequence number. While the
    /// returned task is unfinished nothing more is read.
    /// </summary>
    ValueTask OnRequestAsync(SmppSession session, Pdu request, CancellationToken cancel);

    /// <summary>Every PDU read or written, for counters. Must not block.</summary>
    void OnPdu(PduDirection direction, CommandId command, CommandStatus status);

    /// <summary>
    /// Every fault that the session meets, for counters; what is done about it is its own affair. Any thread; must not block and must not
    /// throw.
    /// </summary>
    void OnFault(SessionFault fault)
    {
    }
}

public enum PduDirection
{
    In,
    Out,
}

/// <summary>
/// How a session ended and why, in the metric's words (contract: reason of a drop), with a detail for the log (no content of PDUs).
/// </summary>
public sealed record SessionEnd(SessionEndReason Reason, string Detail);

public enum SessionEndReason
{
    Unbind,
    Closed,
    Timeout,
    Protocol,
    Refused,
    Shutdown,
}

/// <summary>Sent is not answered: only a request that was never written is safe to repeat blindly.</summary>
public enum RequestResult
{
    Answered,
    NotWritten,
    TimedOut,
    SessionLost,
}

/// <param name="Response">The answer, also a generic_nack; null unless <see cref="RequestResult.Answered"/>.</param>
public sealed record RequestOutcome(RequestResult Result, Pdu? Response)
{
    /// <summary>
    /// Of a request that <see cref="RequestResult.TimedOut"/>: completes with the answer if it comes after all, is cancelled when the
    /// session ends without it or too many others are waited for. Null for every other result.
    /// </summary>
    public Task<Pdu>? Late { get; init; }
}
