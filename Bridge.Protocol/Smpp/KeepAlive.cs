namespace Bridge.Protocol.Smpp;

/// <summary>Makes a session's <see cref="KeepAliveRules"/> safe for its threads: the read loop reports to it, a timer ticks it.</summary>
internal sealed class KeepAlive
{
    private static readonly TimeSpan ShortestPeriod = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPeriod = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly KeepAliveRules _rules;
    private bool _isReading = true;

    public KeepAlive(SessionSettings settings)
    {
        var shorter = settings.EnquireLink < settings.ResponseTimeout ? settings.EnquireLink : settings.ResponseTimeout;
        Period = TimeSpan.FromTicks(Math.Clamp((shorter / 20).Ticks, ShortestPeriod.Ticks, LongestPeriod.Ticks));

        // A tick may come up to one period late, once for asking and once for closing. So the peer is asked two periods early: a silent
        // peer is found within EnquireLink + ResponseTimeout, and still has the whole ResponseTimeout to answer.
        var enquireLink = settings.EnquireLink - (2 * Period);
        _rules = new(new(settings.SessionInit, enquireLink, settings.ResponseTimeout, settings.Inactivity), connectedAt: TimeSpan.Zero);
    }

    /// <summary>How often <see cref="Tick"/> must be called: 10 to 200 ms.</summary>
    public TimeSpan Period { get; }

    public void OnBound(TimeSpan now)
    {
        lock (_gate) _rules.OnBound(now);
    }

    public void OnReceived(TimeSpan now)
    {
        lock (_gate) _rules.OnReceived(now);
    }

    public void OnTraffic(TimeSpan now)
    {
        lock (_gate) _rules.OnTraffic(now);
    }

    /// <summary>Tells whether the session reads. While it does not, the peer's silence means nothing.</summary>
    public void SetReading(bool isReading, TimeSpan now)
    {
        lock (_gate)
        {
            _isReading = isReading;
            _rules.OnReceived(now);
        }
    }

    public KeepAliveAction Tick(TimeSpan now)
    {
        lock (_gate)
        {
            if (!_isReading) _rules.OnReceived(now);
            return _rules.Tick(now);
        }
    }
}
