namespace Bridge.Protocol.Smpp;

/// <summary>How long a link may be quiet (SMPP v3.4 §7.2, which names these timers and gives no values).</summary>
/// <param name="BindWithin">session_init_timer: from the connection to the finished bind.</param>
/// <param name="ProbeAfter">enquire_link_timer: silence of the peer before we ask.</param>
/// <param name="AnswerWithin">response_timer: how long the peer may take to say anything after we asked.</param>
/// <param name="IdleAfter">inactivity_timer: how long a bound link may carry nothing but enquire_link. Null: for ever.</param>
public readonly record struct LinkLimits(TimeSpan BindWithin, TimeSpan ProbeAfter, TimeSpan AnswerWithin, TimeSpan? IdleAfter = null);

public enum LinkAction
{
    None,
    SendEnquireLink,

    /// <summary>session_init_timer ran out.</summary>
    CloseNotBound,

    /// <summary>Asked, and nothing came.</summary>
    ClosePeerSilent,

    /// <summary>inactivity_timer ran out: unbind.</summary>
    CloseIdle,
}

/// <summary>
/// Pure keep-alive rules of one link. Holds instants of a monotonic clock, starts no timer, sends nothing. Tick it at least twice within
/// <see cref="LinkLimits.AnswerWithin"/>: a tick that comes later means that this machine stood still, and what was not heard meanwhile
/// says nothing about the peer. It is then asked again before it is given up.
/// </summary>
public sealed class LinkClock(LinkLimits limits, TimeSpan connectedAt)
{
    private readonly TimeSpan _connectedAt = connectedAt;
    private TimeSpan _lastTick = connectedAt;
    private TimeSpan _lastHeard = connectedAt;
    private TimeSpan _lastBusy = connectedAt;
    private TimeSpan? _probedAt;
    private bool _bound;

    public void OnBound(TimeSpan now)
    {
        _bound = true;
        OnBusy(now);
        OnHeard(now);
    }

    /// <summary>Anything at all came from the peer, the answer to another question too: it lives.</summary>
    public void OnHeard(TimeSpan now)
    {
        _lastHeard = now;
        _probedAt = null;
    }

    /// <summary>A request other than enquire_link went either way.</summary>
    public void OnBusy(TimeSpan now) => _lastBusy = now;

    public LinkAction Tick(TimeSpan now)
    {
        var stoodStill = now - _lastTick > limits.AnswerWithin / 2;
        _lastTick = now;

        if (!_bound) return now - _connectedAt > limits.BindWithin ? LinkAction.CloseNotBound : LinkAction.None;
        if (limits.IdleAfter is { } idle && now - _lastBusy > idle) return LinkAction.CloseIdle;
        if (_probedAt is { } asked)
        {
            if (now - asked <= limits.AnswerWithin) return LinkAction.None;
            if (!stoodStill) return LinkAction.ClosePeerSilent;
        }
        else if (now - _lastHeard <= limits.ProbeAfter)
        {
            return LinkAction.None;
        }

        _probedAt = now;   // from now, not from the last word heard: else a machine that stood still would find every peer late
        return LinkAction.SendEnquireLink;
    }
}
