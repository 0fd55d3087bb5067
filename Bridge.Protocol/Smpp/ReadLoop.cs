namespace Bridge.Protocol.Smpp;

/// <summary>
/// Reads PDUs until the session ends. Completes the requests of this side with their responses, and hands requests of the peer to
/// <see cref="PeerRequests"/>. What they answer at once is sent as one batch. Does not read while the peer has too many requests without a
/// response, or reads too little itself.
/// </summary>
internal sealed class ReadLoop(
    PduReader reader, SessionSettings settings, ISessionHandler handler, SessionStatus status, PeerRequests requests, RequestWindow window,
    OutgoingBuffer outgoing, KeepAlive keepAlive)
{
    /// <summary>Returns when the session has ended. Throws what the stream throws, and what the handler throws.</summary>
    public async Task RunAsync()
    {
        try
        {
            while (await reader.ReadMoreAsync(status.Ended))
            {
                if (await DispatchAllAsync() == FrameResult.Corrupt)
                {
                    status.EndForFault(SessionFault.FramingLost, "impossible command_length");
                }
            }

            if (status.State == SessionState.Unbound) status.TryEnd(SessionEndReason.Unbind, "unbound by the peer");
            else if (reader.HasPartialPdu) status.EndForFault(SessionFault.CutShort, "closed by the peer inside a PDU");
            else status.TryEnd(SessionEndReason.Closed, "closed by the peer");
        }
        catch (OperationCanceledException) when (status.Ended.IsCancellationRequested)
        {
            // Whoever ended the session gave the reason.
        }
    }

    private async ValueTask<FrameResult> DispatchAllAsync()
    {
        while (true)
        {
            var (result, pause) = DispatchUntilPause();
            if (pause is null) return result;

            keepAlive.SetReading(false);
            await pause;
            keepAlive.SetReading(true);
        }
    }

    /// <summary>
    /// Dispatches what was read, until there is nothing more or something has to be waited for. Then sends at once all that was answered.
    /// </summary>
    private (FrameResult Result, Task? Pause) DispatchUntilPause()
    {
        outgoing.BeginBatch();
        try
        {
            while (true)
            {
                if (!requests.TryHandleEarly(out var handled))
                {
                    var result = reader.TryNext(out var pdu);
                    if (result != FrameResult.Frame) return (result, null);
                    handled = Dispatch(pdu!);
                }

                if (!handled.IsCompletedSuccessfully) return (FrameResult.Frame, handled.AsTask());

                // A peer that does not read our responses, or does not wait for them, costs memory. These limits bound it.
                if (outgoing.Unsent.Value > OutgoingBuffer.HighWater)
                {
                    return (FrameResult.Frame, outgoing.Unsent.WhenAtMostAsync(OutgoingBuffer.HighWater, status.Ended));
                }

                if (requests.Unanswered.Value >= settings.MaxInbound)
                {
                    return (FrameResult.Frame, requests.Unanswered.WhenAtMostAsync(settings.MaxInbound - 1, status.Ended));
                }
            }
        }
        finally
        {
            outgoing.SendBatch();
        }
    }

    private ValueTask Dispatch(Pdu pdu)
    {
        keepAlive.OnReceived();
        handler.OnPdu(PduDirection.In, pdu.Command, pdu.Status);
        if (!pdu.IsResponse) return requests.HandleAsync(pdu);
        CompleteRequest(pdu);
        return default;
    }

    private void CompleteRequest(Pdu response)
    {
        if (window.Match(response) is not { } request)
        {
            status.CountFault(window.WasUsed(response.Sequence) ? SessionFault.LateResponse : SessionFault.UnaskedResponse);
            window.CompleteLate(response);
            return;
        }

        if (response.Fault is not null) status.CountFault(SessionFault.UnreadableBody);
        if (response is BindResp { Status: CommandStatus.Ok } bound && settings.Role == SessionRole.Esme) status.BecomeBound(bound.Mode);
        window.Complete(request, response);
    }
}
