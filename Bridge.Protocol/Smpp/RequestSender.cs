namespace Bridge.Protocol.Smpp;

/// <summary>
/// Sends PDUs: a request under the next sequence number and into the window, any other PDU under the number given. Safe on any thread.
/// </summary>
internal sealed class RequestSender(OutgoingBuffer outgoing, RequestWindow window, Action<Pdu> onSent)
{
    private readonly Lock _order = new();
    private volatile bool _closedToRequests;

    public static Task<RequestOutcome> NotWritten { get; } = Task.FromResult(new RequestOutcome(RequestResult.NotWritten, null));

    /// <summary>Makes every later request of the window <see cref="RequestResult.NotWritten"/>, also one that waits for its slot.</summary>
    public void CloseToRequests() => _closedToRequests = true;

    /// <summary>Sends a request inside the window. Waits for a slot, and for room in the buffer when the peer does not read.</summary>
    /// <param name="deadline">Gives the deadline of the response, once there is a slot.</param>
    public Task<RequestOutcome> RequestAsync(Pdu request, Func<TimeSpan> deadline, CancellationToken cancel)
    {
        var hasRoom = outgoing.Unsent.Value <= OutgoingBuffer.HighWater && window.TryTakeSlot();
        return hasRoom ? RequestInSlot(request, deadline()) : RequestOnceRoomAsync(request, deadline, cancel);
    }

    /// <summary>Sends a request outside the window: bind, unbind and enquire_link must not wait for texts.</summary>
    public Task<RequestOutcome> RequestOutsideWindow(Pdu request, TimeSpan deadline) => Request(request, deadline, inWindow: false);

    /// <summary>Sends a PDU that gets no response. False when the session is over.</summary>
    /// <param name="sendNow">Nothing else is expected that could be sent with it.</param>
    public bool Post(Pdu pdu, uint sequence, bool sendNow = false)
    {
        if (!outgoing.Append(pdu, sequence)) return false;
        Send(sendNow);
        onSent(pdu);
        return true;
    }

    private async Task<RequestOutcome> RequestOnceRoomAsync(Pdu request, Func<TimeSpan> deadline, CancellationToken cancel)
    {
        await window.TakeSlotAsync(cancel);
        try
        {
            await outgoing.Unsent.WhenAtMostAsync(OutgoingBuffer.HighWater, cancel);
        }
        catch (OperationCanceledException)
        {
            window.ReleaseSlot();
            throw;
        }

        return await RequestInSlot(request, deadline());
    }

    private Task<RequestOutcome> RequestInSlot(Pdu request, TimeSpan deadline)
    {
        if (!_closedToRequests) return Request(request, deadline, inWindow: true);
        window.ReleaseSlot();
        return NotWritten;
    }

    /// <summary>
    /// Registers the request before it appends it, because the response may come before this method returns. Both happen in one lock, so
    /// that sequence numbers rise on the wire.
    /// </summary>
    private Task<RequestOutcome> Request(Pdu request, TimeSpan deadline, bool inWindow)
    {
        PendingRequest? pending;
        bool queued;
        lock (_order)
        {
            pending = window.Register(request.Command, deadline, inWindow);
            if (pending is null)
            {
                if (inWindow) window.ReleaseSlot();
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

        Send(now: window.Outstanding.Value <= 1);
        onSent(request);
        return pending.Task;
    }

    private void Send(bool now)
    {
        if (now) outgoing.SendNow();
        else outgoing.SendSoon();
    }
}
