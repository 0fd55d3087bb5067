namespace Bridge.Protocol.Smpp;

/// <summary>Makes a session's <see cref="KeepAliveRules"/> safe for its threads: the read loop reports to it, a timer ticks it.</summary>
internal sealed class KeepAlive
{
    private static readonly TimeSpan ShortestPeriod = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPeriod = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly SessionClock _clock;
    private readonly KeepAliveRules _rules;
    private bool _isReading = true;

    public KeepAlive(SessionSettings settings, SessionClock clock)
    {
        _clock = clock;
        var shorter = settings.EnquireLink < settings.ResponseTimeout ? settings.EnquireLink : settings.ResponseTimeout;
        Period = TimeSpan.FromTicks(Math.Clamp((shorter / 20).Ticks, ShortestPeriod.Ticks, LongestPeriod.Ticks));

        // A tick may come up to one period late, once for asking and once for closing. So the peer is asked two periods early: a silent
        // peer is found within EnquireLink + ResponseTimeout, and still has the whole ResponseTimeout to answer.
        var enquireLink = settings.EnquireLink - (2 * Period);
        _rules = new(new(settings.SessionInit, enquireLink, settings.ResponseTimeout, settings.Inactivity), connectedAt: TimeSpan.Zero);
    }

    /// <summary>How often <see cref="Tick"/> must be called: 10 to 200 ms.</summary>
    public TimeSpan Period { get; }

    public void OnBound()
    {
        lock (_gate) _rules.OnBound(_clock.Now);
    }

    public void OnReceived()
    {
        lock (_gate) _rules.OnReceived(_clock.Now);
    }

    public void OnTraffic()
    {
        lock (_gate) _rules.OnTraffic(_clock.Now);
    }

    /// <summary>Tells whether the session reads. While it does not, the peer's silence means nothing.</summary>
    public void SetReading(bool isReading)
    {
        lock (_gate)
        {
            _isReading = isReading;
            _rules.OnReceived(_clock.Now);
        }
    }

    public KeepAliveAction Tick()
    {
        lock (_gate)
        {
            var now = _clock.Now;
            if (!_isReading) _rules.OnReceived(now);
            return _rules.Tick(now);
        }
    }
}
