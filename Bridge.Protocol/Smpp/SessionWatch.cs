namespace Bridge.Protocol.Smpp;

/// <summary>Looks, at every tick of a timer, whether the peer still sends, reads and answers in time.</summary>
internal sealed class SessionWatch(
    SessionSettings settings, SessionStatus status, KeepAlive keepAlive, RequestSender sender, RequestWindow window,
    OutgoingBuffer outgoing, SessionClock clock)
{
    private TimeSpan? _notReadingSince;

    public void Tick()
    {
        var now = clock.Now;
        window.Expire(now);
        switch (keepAlive.Tick())
        {
            case KeepAliveAction.SendEnquireLink:
                _ = sender.RequestOutsideWindow(new EnquireLink(), now + settings.ResponseTimeout);
                break;
            case KeepAliveAction.CloseNotBound:
                status.EndForFault(SessionFault.NotBound, $"not bound within {settings.SessionInit}");
                break;
            case KeepAliveAction.ClosePeerSilent:
                status.EndForFault(SessionFault.PeerSilent, $"enquire_link unanswered within {settings.ResponseTimeout}");
                break;
            case KeepAliveAction.CloseIdle:
                status.EndForFault(SessionFault.Idle, $"nothing but enquire_link for {settings.Inactivity}");
                break;
        }

        // Checked after the keep-alive: of a peer that neither reads nor sends, the silence is the better reason. The session ends only at
        // the next tick, because after a standstill of this machine a write seems to have lasted long, which is not the peer's fault.
        if (outgoing.CurrentWriteTime <= settings.ResponseTimeout) _notReadingSince = null;
        else if (now > (_notReadingSince ??= now)) status.EndForFault(SessionFault.PeerDeaf, "the peer does not read");
    }
}
