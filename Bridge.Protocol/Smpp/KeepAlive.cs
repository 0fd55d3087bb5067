namespace Bridge.Protocol.Smpp;

/// <summary>
/// A session's <see cref="LinkClock"/> for several threads: the read loop tells it what came, a timer asks it what to do.
/// </summary>
internal sealed class KeepAlive
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly LinkClock _clock;
    private bool _listening = true;

    public KeepAlive(SessionSettings settings)
    {
        var shorter = settings.EnquireLink < settings.ResponseTimeout ? settings.EnquireLink : settings.ResponseTimeout;
        Period = TimeSpan.FromTicks(Math.Clamp((shorter / 20).Ticks, Shortest.Ticks, Longest.Ticks));

        // The clock is asked once a period: it probes two periods early, so that silence is noticed within EnquireLink + ResponseTimeout as
        // promised, and the peer still has the whole ResponseTimeout to answer.
        _clock = new LinkClock(
            new LinkLimits(settings.SessionInit, settings.EnquireLink - (2 * Period), settings.ResponseTimeout, settings.Inactivity),
                TimeSpan.Zero);
    }

    /// <summary>How often <see cref="Tick"/> wants to be asked.</summary>
    public TimeSpan Period { get; }

    public void OnBound(TimeSpan now)
    {
        lock (_gate) _clock.OnBound(now);
    }

    public void OnHeard(TimeSpan now)
    {
        lock (_gate) _clock.OnHeard(now);
    }

    /// <summary>A request other than enquire_link went either way.</summary>
    public void OnBusy(TimeSpan now)
    {
        lock (_gate) _clock.OnBusy(now);
    }

    /// <summary>While we hold back from reading, the peer's silence is our own doing.</summary>
    public void Listen(bool listening, TimeSpan now)
    {
        lock (_gate)
        {
            _listening = listening;
            _clock.OnHeard(now);
        }
    }

    public LinkAction Tick(TimeSpan now)
    {
        lock (_gate)
        {
            if (!_listening) _clock.OnHeard(now);
            return _clock.Tick(now);
        }
    }
}
