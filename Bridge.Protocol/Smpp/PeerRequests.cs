namespace Bridge.Protocol.Smpp;

/// <summary>
/// Handles the requests of the peer. Answers enquire_link and unbind itself, treats faults as <see cref="SessionFaults"/> says, and passes
/// all other requests to the session's handler in the order received. Runs on the read loop.
/// </summary>
internal sealed class PeerRequests(
    SmppSession session, SessionSettings settings, ISessionHandler handler, SessionStatus status, RequestSender sender, KeepAlive keepAlive,
    SessionClock clock)
{
    /// <summary>How many requests that overtook bind_resp are kept. It is more than the window of any peer.</summary>
    private const int MaxEarly = 256;

    private readonly Queue<Pdu> _early = new();
    private uint? _lastSequence;
    private bool _isBinding;

    /// <summary>Counts the requests that the handler was given and has not answered.</summary>
    public AwaitableCounter Unanswered { get; } = new();

    /// <summary>This side sent a bind: from now on a request may overtake the answer.</summary>
    public void OnBindSent() => Volatile.Write(ref _isBinding, true);

    /// <summary>Handles the oldest request that overtook bind_resp. False if there is none, or the session is not bound yet.</summary>
    public bool TryHandleEarly(out ValueTask handled)
    {
        handled = default;
        if (!status.IsBound || !_early.TryDequeue(out var early)) return false;
        handled = HandleBusinessAsync(early);
        return true;
    }

    /// <summary>Handles a request that was just read. While the task is not complete, the next one must not be handled.</summary>
    public ValueTask HandleAsync(Pdu request)
    {
        if (SessionFaults.IsOutOfRange(request.Sequence)) status.CountFault(SessionFault.SequenceOutOfRange);
        if (request.Sequence == _lastSequence) status.CountFault(SessionFault.SequenceRepeated);
        _lastSequence = request.Sequence;
        if (request.Fault is not null) status.CountFault(SessionFault.UnreadableBody);
        switch (request)
        {
            // In any state and before everything else, because a late answer costs the link.
            case EnquireLink:
                sender.Post(new EnquireLinkResp(), request.Sequence);
                return default;
            case Unbind:
                HandleUnbind(request.Sequence);
                return default;
            default:
                keepAlive.OnTraffic();
                return HandleBusinessAsync(request);
        }
    }

    private ValueTask HandleBusinessAsync(Pdu request)
    {
        var mayKeep = Volatile.Read(ref _isBinding) && _early.Count < MaxEarly;
        if (SessionFaults.ClassifyRequest(request, settings.Role, status.State, mayKeep) is not { } fault)
        {
            return PassToHandlerAsync(request);
        }

        status.CountFault(fault);
        var policy = SessionFaults.PolicyFor(fault);
        if (policy.Reply == FaultReply.Refusal && Responses.CreateFor(request, policy.Status) is { } refusal)
        {
            sender.Post(refusal, request.Sequence);
        }

        if (policy.Action == FaultAction.PassToHandler) return PassToHandlerAsync(request);
        if (policy.Action == FaultAction.PassToHandlerOnceBound) _early.Enqueue(request);
        return default;
    }

    private ValueTask PassToHandlerAsync(Pdu request)
    {
        if (request is not (Outbind or AlertNotification)) Unanswered.Add();
        return handler.OnRequestAsync(session, request, status.Ended);
    }

    private void HandleUnbind(uint sequence)
    {
        if (status.State == SessionState.Unbound)
        {
            sender.Post(new UnbindResp(), sequence);
            return;
        }

        sender.CloseToRequests();
        status.BecomeUnbound();
        _ = LeaveAsync(sequence);
    }

    /// <summary>Answers unbind after all other requests are answered. Then the peer closes the connection, or this side does.</summary>
    private async Task LeaveAsync(uint sequence)
    {
        await clock.WaitAtMostAsync(Unanswered.WhenAtMostAsync(0, status.Ended), settings.ResponseTimeout);
        sender.Post(new UnbindResp(), sequence);
        await clock.WaitAtMostAsync(status.Closed, SmppSession.ClosingTimeout);
        status.TryEnd(SessionEndReason.Unbind, "unbound by the peer");
    }
}
