namespace Bridge.Protocol.Smpp;

/// <summary>
/// One SMPP session over one connection, from either side. Owns the stream. The read loop frames, decodes, answers enquire_link and
/// unbind by itself, matches responses to the request window and hands other requests to the handler in order. Writes from any thread go
/// into one buffer (<see cref="OutgoingBuffer"/>), so that answers leave in as few sends as possible and never wait behind business work.
/// </summary>
public sealed class SmppSession : IAsyncDisposable
{
    /// <summary>
    /// How long what is queued may take to leave when a session ends in good order, and how long a peer may take to close after unbind.
    /// </summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    /// <summary>Requests that overtook bind_resp, at most: the window of any peer, with room.</summary>
    private const int EarlyAtMost = 256;

    private readonly Stream _stream;
    private readonly SessionSettings _settings;
    private readonly ISessionHandler _handler;
    private readonly TimeProvider _time;
    private readonly long _connectedAt;
    private readonly PduReader _reader;
    private readonly OutgoingBuffer _outgoing;
    private readonly RequestWindow _window;
    private readonly RequestSender _sender;
    private readonly KeepAlive _keepAlive;
    private readonly AwaitableCounter _inbound = new();
    private readonly Queue<Pdu> _early = new();
    private readonly long[] _faults = new long[Enum.GetValues<SessionFault>().Length];
    private readonly CancellationTokenSource _reading = new();
    private readonly CancellationTokenSource _sending;
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<TimeSpan> _answerBy;
    private volatile SessionState _state = SessionState.Open;
    private uint? _lastSequence;
    private SessionEnd? _end;
    private bool _binding;
    private TimeSpan? _deafSince;
    private bool _running;

    public SmppSession(Stream stream, SessionSettings settings, ISessionHandler handler, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.Window, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.MaxInbound, 1);
        _stream = stream;
        _settings = settings;
        _handler = handler;
        _time = time;
        _connectedAt = time.GetTimestamp();
        _reader = new PduReader(stream, settings.MaxPduOctets);
        _outgoing = new OutgoingBuffer(stream, time);
        _window = new RequestWindow(settings.Window);
        _sender = new RequestSender(_outgoing, _window, OnSent);
        _keepAlive = new KeepAlive(settings);
        _sending = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _answerBy = () => Now + _settings.ResponseTimeout;
    }

    public SessionState State => _state;

    public bool IsBound => State.IsBound();

    /// <summary>Our requests that wait for their answers.</summary>
    public int Outstanding => (int)_window.Outstanding.Value;

    /// <summary>How often this session has met a fault.</summary>
    public long FaultCount(SessionFault fault) => Volatile.Read(ref _faults[(int)fault]);

    private TimeSpan Now => _time.GetElapsedTime(_connectedAt);

    /// <summary>Reads, writes and keeps alive until the session is over; never throws for what the peer does. Call once.</summary>
    public async Task<SessionEnd> RunAsync(CancellationToken cancel)
    {
        if (Interlocked.Exchange(ref _running, true)) throw new InvalidOperationException("a session runs once");
        await using var cancelled = cancel.UnsafeRegister(static session => ((SmppSession)session!).Abort(), this);
        await using var ticks = _time.CreateTimer(
            static session => ((SmppSession)session!).Tick(), this, _keepAlive.Period, _keepAlive.Period);
        var sending = SendAsync();
        try
        {
            await ReceiveAsync();
        }
        finally
        {
            End(SessionEndReason.Protocol, "the session's owner failed");
            await CloseAsync(sending);
        }

        return _end!;
    }

    /// <summary>Sends the bind (ESME side; <see cref="RunAsync"/> must be running) and waits for its answer within SessionInit.</summary>
    /// <exception cref="OperationCanceledException">The answer is no longer waited for; what is left to do is
    /// <see cref="Abort"/>.</exception>
    public Task<RequestOutcome> BindAsync(Bind bind, CancellationToken cancel)
    {
        if (_settings.Role != SessionRole.Esme) throw new InvalidOperationException("only an ESME binds");
        Volatile.Write(ref _binding, true);
        return _sender.RequestOutsideWindow(bind, Now + _settings.SessionInit).WaitAsync(cancel);
    }

    /// <summary>
    /// Waits for a slot in the window, sends the request under the next sequence number, waits for the answer within ResponseTimeout.
    /// </summary>
    /// <exception cref="OperationCanceledException"> Only while it waits for a slot, so nothing was written. A request once queued is
    /// waited for: nothing else tells what became of it.
    /// </exception>
    /// <exception cref="ArgumentException">A field is past the spec's length; nothing was written.</exception>
    public Task<RequestOutcome> RequestAsync(Pdu request, CancellationToken cancel) =>
        IsBound ? _sender.RequestAsync(request, _answerBy, cancel) : RequestSender.NotWritten;

    /// <summary>
    /// Queues an answer to a request that the handler was given. Any thread, never blocks; false when the session is over.
    /// </summary>
    public bool Respond(Pdu response)
    {
        // Before the answer can reach the peer: what it sends next may be here before this method is done.
        if (_settings.Role == SessionRole.Smsc && response is BindResp { Status: CommandStatus.Ok } bound) BecomeBound(bound.Mode);
        try
        {
            return _sender.Post(response, response.Sequence, sendNow: _inbound.Value <= 1);
        }
        finally
        {
            _inbound.Subtract();
        }
    }

    /// <summary>Queues a request that has no response: outbind, alert_notification. False when the session is over.</summary>
    public bool Notify(Pdu notice) => _sender.Post(notice, _window.NextSequence());

    /// <summary>
    /// Stops new requests, waits for what is outstanding in both directions, sends unbind, waits for its answer, closes; bounded by
    /// <paramref name="within"/>.
    /// </summary>
    public async Task UnbindAsync(TimeSpan within, CancellationToken cancel)
    {
        _sender.CloseToRequests();
        using var limit = new CancellationTokenSource(within, _time);
        using var until = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel, _reading.Token);
        try
        {
            if (IsBound)
            {
                // An operator that pours may never leave us without one of its requests: half the time for ours, a quarter for those.
                await AtMostAsync(_window.Outstanding.WhenAtMostAsync(0, until.Token), within / 2);
                await AtMostAsync(_inbound.WhenAtMostAsync(0, until.Token), within / 4);
                await _sender.RequestOutsideWindow(new Unbind(), Now + within).WaitAsync(until.Token);
                await _inbound.WhenAtMostAsync(0, until.Token);
            }
        }
        catch (OperationCanceledException) when (until.IsCancellationRequested)
        {
            // Out of time, or the session is over already: it is closed as it stands.
        }

        End(SessionEndReason.Shutdown, "unbound by this side");
        if (Volatile.Read(ref _running)) await _over.Task;
    }

    /// <summary>Closes the connection at once; <see cref="RunAsync"/> ends with <see cref="SessionEndReason.Shutdown"/>.</summary>
    public void Abort()
    {
        End(SessionEndReason.Shutdown, "closed by this side");
        _sending.Cancel();
    }

    public async ValueTask DisposeAsync()
    {
        Abort();
        if (Volatile.Read(ref _running)) await _over.Task;
        else await _stream.DisposeAsync();
    }

    private async Task ReceiveAsync()
    {
        try
        {
            while (await _reader.ReadMoreAsync(_reading.Token))
            {
                if (await DispatchAllAsync() == FrameResult.Corrupt) EndFor(SessionFault.FramingLost, "impossible command_length");
            }

            if (State == SessionState.Unbound) End(SessionEndReason.Unbind, "unbound by the peer");
            else if (_reader.HasPartialPdu) EndFor(SessionFault.CutShort, "closed by the peer inside a PDU");
            else End(SessionEndReason.Closed, "closed by the peer");
        }
        catch (OperationCanceledException) when (_reading.IsCancellationRequested)
        {
            // Ended from elsewhere; the reason is given there.
        }
        catch (Exception lost) when (lost.IsConnectionLoss())
        {
            End(SessionEndReason.Closed, lost.DescribeKind());
            _sending.Cancel();
        }
    }

    private async ValueTask<FrameResult> DispatchAllAsync()
    {
        while (true)
        {
            var (result, hold) = DispatchUntilHeld();
            if (hold is null) return result;
            await HoldAsync(hold);
        }
    }

    /// <summary>What is answered at once is sent together, when there is nothing more to read or something has to be waited for.</summary>
    private (FrameResult Result, Task? Hold) DispatchUntilHeld()
    {
        _outgoing.BeginBatch();
        try
        {
            while (true)
            {
                var handed = default(ValueTask);
                if (IsBound && _early.TryDequeue(out var early))
                {
                    handed = TakeAsync(early);
                }
                else
                {
                    var result = _reader.TryNext(out var pdu);
                    if (result != FrameResult.Frame) return (result, null);

                    _keepAlive.OnReceived(Now);
                    _handler.OnPdu(PduDirection.In, pdu!.Command, pdu.Status);
                    if (pdu.IsResponse) OnResponse(pdu);
                    else handed = OnRequestAsync(pdu);
                }

                if (!handed.IsCompletedSuccessfully) return (FrameResult.Frame, handed.AsTask());

                // A peer that sends without reading our answers, or without waiting for them, costs memory up to here.
                if (_outgoing.Unsent.Value > OutgoingBuffer.HighWater)
                {
                    return (FrameResult.Frame, _outgoing.Unsent.WhenAtMostAsync(OutgoingBuffer.HighWater, _reading.Token));
                }

                if (_inbound.Value >= _settings.MaxInbound)
                {
                    return (FrameResult.Frame, _inbound.WhenAtMostAsync(_settings.MaxInbound - 1, _reading.Token));
                }
            }
        }
        finally
        {
            _outgoing.SendBatch();
        }
    }

    private void OnResponse(Pdu response)
    {
        if (_window.Match(response) is not { } request)
        {
            Count(_window.WasUsed(response.Sequence) ? SessionFault.LateResponse : SessionFault.UnaskedResponse);
            _window.CompleteLate(response);
            return;
        }

        if (response.Fault is not null) Count(SessionFault.UnreadableBody);
        if (response is BindResp { Status: CommandStatus.Ok } bound && _settings.Role == SessionRole.Esme) BecomeBound(bound.Mode);
        _window.Complete(request, response);
    }

    private ValueTask OnRequestAsync(Pdu request)
    {
        if (SessionFaults.IsOutOfRange(request.Sequence)) Count(SessionFault.SequenceOutOfRange);
        if (request.Sequence == _lastSequence) Count(SessionFault.SequenceRepeated);
        _lastSequence = request.Sequence;
        if (request.Fault is not null) Count(SessionFault.UnreadableBody);
        switch (request)
        {
            // In any state and ahead of all business: a late answer here costs the link.
            case EnquireLink:
                _sender.Post(new EnquireLinkResp(), request.Sequence);
                return default;
            case Unbind:
                OnUnbind(request.Sequence);
                return default;
            default:
                _keepAlive.OnTraffic(Now);
                return TakeAsync(request);
        }
    }

    private ValueTask TakeAsync(Pdu request)
    {
        var mayKeep = Volatile.Read(ref _binding) && _early.Count < EarlyAtMost;
        if (SessionFaults.ClassifyRequest(request, _settings.Role, State, mayKeep) is not { } fault) return HandAsync(request);

        Count(fault);
        var policy = SessionFaults.PolicyFor(fault);
        if (policy.Reply == FaultReply.Refusal && Responses.CreateFor(request, policy.Status) is { } refusal)
        {
            _sender.Post(refusal, request.Sequence);
        }

        if (policy.Action == FaultAction.PassToHandler) return HandAsync(request);
        if (policy.Action == FaultAction.PassToHandlerOnceBound) _early.Enqueue(request);
        return default;
    }

    private ValueTask HandAsync(Pdu request)
    {
        if (request is not (Outbind or AlertNotification)) _inbound.Add();
        return _handler.OnRequestAsync(this, request, _reading.Token);
    }

    private async Task HoldAsync(Task until)
    {
        _keepAlive.SetReading(false, Now);
        await until;
        _keepAlive.SetReading(true, Now);
    }

    /// <summary>Answered after the answers that we owe; the peer then closes, or we do.</summary>
    private void OnUnbind(uint sequence)
    {
        if (State == SessionState.Unbound)
        {
            _sender.Post(new UnbindResp(), sequence);
            return;
        }

        _sender.CloseToRequests();
        _state = SessionState.Unbound;
        _ = LeaveAsync();

        async Task LeaveAsync()
        {
            await AtMostAsync(_inbound.WhenAtMostAsync(0, _reading.Token), _settings.ResponseTimeout);
            _sender.Post(new UnbindResp(), sequence);
            await AtMostAsync(_over.Task, Farewell);
            End(SessionEndReason.Unbind, "unbound by the peer");
        }
    }

    private async Task SendAsync()
    {
        try
        {
            await _outgoing.FlushAsync(_sending.Token);
        }
        catch (OperationCanceledException) when (_sending.IsCancellationRequested)
        {
            // Ended from elsewhere; the reason is given there.
        }
        catch (Exception lost) when (lost.IsConnectionLoss())
        {
            End(SessionEndReason.Closed, lost.DescribeKind());
        }
    }

    private void Tick()
    {
        var now = Now;
        _window.Expire(now);
        switch (_keepAlive.Tick(now))
        {
            case KeepAliveAction.SendEnquireLink:
                _ = _sender.RequestOutsideWindow(new EnquireLink(), now + _settings.ResponseTimeout);
                break;
            case KeepAliveAction.CloseNotBound:
                EndFor(SessionFault.NotBound, $"not bound within {_settings.SessionInit}");
                break;
            case KeepAliveAction.ClosePeerSilent:
                EndFor(SessionFault.PeerSilent, $"enquire_link unanswered within {_settings.ResponseTimeout}");
                break;
            case KeepAliveAction.CloseIdle:
                EndFor(SessionFault.Idle, $"nothing but enquire_link for {_settings.Inactivity}");
                break;
        }

        // After the clock: of a peer that neither reads nor writes, the silence that we asked into is the better word. And a tick later: a
        // machine that stood still finds a write that is long under way by the clock, and no fault of the peer's.
        if (_outgoing.CurrentWriteTime <= _settings.ResponseTimeout) _deafSince = null;
        else if (now > (_deafSince ??= now)) EndFor(SessionFault.PeerDeaf, "the peer does not read");
        if (_end?.Reason == SessionEndReason.Timeout) _sending.Cancel();
    }

    private void Count(SessionFault fault)
    {
        Interlocked.Increment(ref _faults[(int)fault]);
        _handler.OnFault(fault);
    }

    private void EndFor(SessionFault fault, string detail)
    {
        var policy = SessionFaults.PolicyFor(fault);
        if (policy.Reply == FaultReply.UnnumberedNack) _sender.Post(new GenericNack { Status = policy.Status }, 0);
        if (End(policy.EndReason!.Value, detail)) Count(fault);
    }

    /// <summary>The first reason stands.</summary>
    private bool End(SessionEndReason reason, string detail)
    {
        if (Interlocked.CompareExchange(ref _end, new SessionEnd(reason, detail), null) is not null) return false;
        _reading.Cancel();
        return true;
    }

    private async Task CloseAsync(Task sending)
    {
        _outgoing.Complete();
        _sending.CancelAfter(Farewell);
        try
        {
            await sending;
        }
        finally
        {
            _state = SessionState.Closed;
            _window.End(_outgoing.OctetsWritten);
            await _reader.CompleteAsync();
            await _stream.DisposeAsync();
            _over.SetResult();
        }
    }

    private void BecomeBound(BindMode mode)
    {
        var bound = mode switch
        {
            BindMode.Transmitter => SessionState.BoundTx,
            BindMode.Receiver => SessionState.BoundRx,
            _ => SessionState.BoundTrx,
        };
        if (Interlocked.CompareExchange(ref _state, bound, SessionState.Open) == SessionState.Open) _keepAlive.OnBound(Now);
    }

    private void OnSent(Pdu pdu)
    {
        if (pdu is not EnquireLink && !pdu.IsResponse) _keepAlive.OnTraffic(Now);
        _handler.OnPdu(PduDirection.Out, pdu.Command, pdu.Status);
    }

    private async Task AtMostAsync(Task task, TimeSpan within)
    {
        try
        {
            await task.WaitAsync(within, _time);
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            // Waited long enough, or the session is over.
        }
    }
}
