namespace Bridge.Protocol.Smpp;

/// <summary>
/// Our side of a session's sending: requests under the next sequence number and into the window, everything else as it is. Any thread.
/// </summary>
internal sealed class RequestSender(OutgoingBuffer outgoing, RequestWindow window, Action<Pdu> onSent)
{
    private readonly Lock _order = new();
    private volatile bool _closedToRequests;

    public static Task<RequestOutcome> NotWritten { get; } = Task.FromResult(new RequestOutcome(RequestResult.NotWritten, null));

    /// <summary>From now on a request in the window is not written, also one that waits for its slot.</summary>
    public void CloseToRequests() => _closedToRequests = true;

    /// <summary>Sends inside the window: waits for a slot, and for room when the peer does not read.</summary>
    public Task<RequestOutcome> RequestAsync(Pdu request, Func<TimeSpan> deadline, CancellationToken cancel)
    {
        if (outgoing.Unsent.Value > OutgoingBuffer.HighWater || !window.TryEnter()) return EnterAndRequestAsync(request, deadline, cancel);
        return RequestInSlot(request, deadline());
    }

    /// <summary>Sends outside the window: bind, unbind and enquire_link must not wait for business.</summary>
    public Task<RequestOutcome> RequestApart(Pdu request, TimeSpan deadline) => Request(request, deadline, inWindow: false);

    /// <summary>Sends what waits for no answer. False when the session is over.</summary>
    /// <param name="alone">Nothing more is to come that could share its send.</param>
    public bool Post(Pdu pdu, uint sequence, bool alone = false)
    {
        if (!outgoing.Append(pdu, sequence)) return false;
        Send(alone);
        onSent(pdu);
        return true;
    }

    private async Task<RequestOutcome> EnterAndRequestAsync(Pdu request, Func<TimeSpan> deadline, CancellationToken cancel)
    {
        await window.EnterAsync(cancel);
        try
        {
            await outgoing.Unsent.WhenAtMostAsync(OutgoingBuffer.HighWater, cancel);
        }
        catch (OperationCanceledException)
        {
            window.Leave();
            throw;
        }

        return await RequestInSlot(request, deadline());
    }

    private Task<RequestOutcome> RequestInSlot(Pdu request, TimeSpan deadline)
    {
        if (!_closedToRequests) return Request(request, deadline, inWindow: true);
        window.Leave();
        return NotWritten;
    }

    /// <summary>
    /// Registered before it is queued, for the answer may come before this method returns; both in one order, so numbers rise on the wire.
    /// </summary>
    private Task<RequestOutcome> Request(Pdu request, TimeSpan deadline, bool inWindow)
    {
        PendingRequest? pending;
        bool queued;
        lock (_order)
        {
            pending = window.Open(request.Command, deadline, inWindow);
            if (pending is null)
            {
                if (inWindow) window.Leave();
                return NotWritten;
            }

            try
            {
                queued = outgoing.Append(request, pending.Sequence, pending);
            }
            catch (ArgumentException)
            {
                window.Withdraw(pending);
                throw;
            }
        }

        if (!queued)
        {
            window.Withdraw(pending);
            return pending.Task;
        }

        Send(alone: window.Outstanding.Value <= 1);
        onSent(request);
        return pending.Task;
    }

    private void Send(bool alone)
    {
        if (alone) outgoing.SendNow();
        else outgoing.SendSoon();
    }
}
