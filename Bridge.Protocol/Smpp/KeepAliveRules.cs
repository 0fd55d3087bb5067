namespace Bridge.Protocol.Smpp;

/// <summary>How long a link may be quiet (SMPP v3.4 §7.2, which names these timers and gives no values).</summary>
/// <param name="SessionInit">session_init_timer: from the connection to the finished bind.</param>
/// <param name="EnquireLink">enquire_link_timer: how long the peer may be silent before it is asked.</param>
/// <param name="ResponseTimeout">response_timer: how long the peer may take to send anything after it was asked.</param>
/// <param name="Inactivity">
/// inactivity_timer: how long a bound link may carry nothing but enquire_link. Null means without limit.
/// </param>
internal readonly record struct KeepAliveLimits(
    TimeSpan SessionInit, TimeSpan EnquireLink, TimeSpan ResponseTimeout, TimeSpan? Inactivity = null);

internal enum KeepAliveAction
{
    None,
    SendEnquireLink,

    /// <summary>session_init_timer ran out.</summary>
    CloseNotBound,

    /// <summary>The peer was asked, and sent nothing.</summary>
    ClosePeerSilent,

    /// <summary>inactivity_timer ran out.</summary>
    CloseIdle,
}

/// <summary>
/// Decides when a link is asked for a sign of life, and when it is closed. A pure state machine: it is told instants of a monotonic clock,
/// starts no timer and sends nothing. Call <see cref="Tick"/> at least twice within <see cref="KeepAliveLimits.ResponseTimeout"/>. A tick
/// that comes later means that this machine stood still. The peer may have sent something meanwhile, so it is asked again before the link
/// is closed.
/// </summary>
internal sealed class KeepAliveRules(KeepAliveLimits limits, TimeSpan connectedAt)
{
    private readonly TimeSpan _connectedAt = connectedAt;
    private TimeSpan _lastTick = connectedAt;
    private TimeSpan _lastReceived = connectedAt;
    private TimeSpan _lastTraffic = connectedAt;
    private TimeSpan? _askedAt;
    private bool _bound;

    public void OnBound(TimeSpan now)
    {
        _bound = true;
        OnTraffic(now);
        OnReceived(now);
    }

    /// <summary>The peer sent a PDU. Any PDU is a sign of life, not only enquire_link_resp.</summary>
    public void OnReceived(TimeSpan now)
    {
        _lastReceived = now;
        _askedAt = null;
    }

    /// <summary>A request other than enquire_link was sent or received.</summary>
    public void OnTraffic(TimeSpan now) => _lastTraffic = now;

    public KeepAliveAction Tick(TimeSpan now)
    {
        var stoodStill = now - _lastTick > limits.ResponseTimeout / 2;
        _lastTick = now;

        if (!_bound) return now - _connectedAt > limits.SessionInit ? KeepAliveAction.CloseNotBound : KeepAliveAction.None;
        if (limits.Inactivity is { } inactivity && now - _lastTraffic > inactivity) return KeepAliveAction.CloseIdle;
        if (_askedAt is { } asked)
        {
            if (now - asked <= limits.ResponseTimeout) return KeepAliveAction.None;
            if (!stoodStill) return KeepAliveAction.ClosePeerSilent;
        }
        else if (now - _lastReceived <= limits.EnquireLink)
        {
            return KeepAliveAction.None;
        }

        // Counted from now, not from when enquire_link was due: after a standstill every peer would already be late.
        _askedAt = now;
        return KeepAliveAction.SendEnquireLink;
    }
}
