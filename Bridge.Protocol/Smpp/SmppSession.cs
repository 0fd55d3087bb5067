namespace Bridge.Protocol.Smpp;

/// <summary>
/// One SMPP session over one connection, as an ESME or as an SMSC. It keeps the connection alive, matches responses to its requests, limits
/// what is outstanding in both directions, and decides about faults (<see cref="SessionFault"/>). Safe on any thread.
/// </summary>
public sealed class SmppSession : IAsyncDisposable
{
    /// <summary>
    /// How long a session that ends may take to send what is queued, and how long a peer may take to close the connection after unbind.
    /// </summary>
    internal static readonly TimeSpan ClosingTimeout = TimeSpan.FromSeconds(1);

    private readonly Stream _stream;
    private readonly SessionSettings _settings;
    private readonly ISessionHandler _handler;
    private readonly TimeProvider _time;
    private readonly SessionClock _clock;
    private readonly KeepAlive _keepAlive;
    private readonly OutgoingBuffer _outgoing;
    private readonly RequestWindow _window;
    private readonly RequestSender _sender;
    private readonly SessionStatus _status;
    private readonly PeerRequests _requests;
    private readonly PduReader _reader;
    private readonly ReadLoop _readLoop;
    private readonly SessionWatch _watch;
    private readonly CancellationTokenSource _sending;
    private readonly Func<TimeSpan> _responseDeadline;
    private bool _isRunning;

    /// <summary>Creates a session. Nothing is read or sent before <see cref="RunAsync"/>.</summary>
    /// <param name="stream">The connection. The session owns it and disposes of it.</param>
    /// <param name="settings">The limits of the session.</param>
    /// <param name="handler">Is told what the peer sends.</param>
    /// <param name="time">The source of time for all timers.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <see cref="SessionSettings.Window"/> or <see cref="SessionSettings.MaxInbound"/> is below 1.
    /// </exception>
    public SmppSession(Stream stream, SessionSettings settings, ISessionHandler handler, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.Window, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.MaxInbound, 1);
        _stream = stream;
        _settings = settings;
        _handler = handler;
        _time = time;
        _clock = new(time);
        _keepAlive = new(settings, _clock);
        _outgoing = new(stream, time);
        _window = new(settings.Window);
        _sender = new(_outgoing, _window, OnSent);
        _status = new(handler, _sender, _keepAlive);
        _requests = new(this, settings, handler, _status, _sender, _keepAlive, _clock);
        _reader = new(stream, settings.MaxPduOctets);
        _readLoop = new(_reader, settings, handler, _status, _requests, _window, _outgoing, _keepAlive);
        _watch = new(settings, _status, _keepAlive, _sender, _window, _outgoing, _clock);
        _sending = new(Timeout.InfiniteTimeSpan, time);
        _responseDeadline = () => _clock.Now + _settings.ResponseTimeout;
    }

    /// <summary>The state of the session.</summary>
    public SessionState State => _status.State;

    /// <summary>Whether the session is bound, in any mode.</summary>
    public bool IsBound => _status.IsBound;

    /// <summary>How many requests in the window have no response yet: 0 to <see cref="SessionSettings.Window"/>.</summary>
    public int Outstanding => (int)_window.Outstanding.Value;

    /// <summary>How often this session has met a fault.</summary>
    public long FaultCount(SessionFault fault) => _status.FaultCount(fault);

    /// <summary>
    /// Runs the session until it ends: reads, sends, and keeps the connection alive. Never throws for what the peer does, but throws what
    /// the handler throws. The connection is closed when it returns. Call once.
    /// </summary>
    /// <param name="cancel">Ends the session as <see cref="Abort"/> does.</param>
    /// <exception cref="InvalidOperationException">It was called before.</exception>
    public async Task<SessionEnd> RunAsync(CancellationToken cancel)
    {
        if (Interlocked.Exchange(ref _isRunning, true)) throw new InvalidOperationException("a session runs once");
        await using var cancelled = cancel.UnsafeRegister(static session => ((SmppSession)session!).Abort(), this);
        await using var ticks = _time.CreateTimer(
            static session => ((SmppSession)session!).Tick(), this, _keepAlive.Period, _keepAlive.Period);
        var sending = SendAsync();
        try
        {
            await _readLoop.RunAsync();
        }
        catch (Exception lost) when (lost.IsConnectionLoss())
        {
            _status.TryEnd(SessionEndReason.Closed, lost.DescribeKind());
            _sending.Cancel();
        }
        finally
        {
            _status.TryEnd(SessionEndReason.Protocol, "the session's owner failed");
            await CloseAsync(sending);
        }

        return _status.End!;
    }

    /// <summary>
    /// Sends a bind and waits for the response within <see cref="SessionSettings.SessionInit"/>. <see cref="RunAsync"/> must be running.
    /// </summary>
    /// <param name="bind">The bind. Its sequence number is set by the session.</param>
    /// <param name="cancel">Stops the waiting. Then only <see cref="Abort"/> is left to do.</param>
    /// <exception cref="InvalidOperationException">The session is an SMSC's.</exception>
    /// <exception cref="ArgumentException">A field is longer than the spec allows. Nothing was sent.</exception>
    /// <exception cref="OperationCanceledException">The waiting was stopped.</exception>
    public Task<RequestOutcome> BindAsync(Bind bind, CancellationToken cancel)
    {
        if (_settings.Role != SessionRole.Esme) throw new InvalidOperationException("only an ESME binds");
        _requests.OnBindSent();
        return _sender.RequestOutsideWindow(bind, _clock.Now + _settings.SessionInit).WaitAsync(cancel);
    }

    /// <summary>
    /// Waits for a slot in the window, sends a request, and waits for the response within <see cref="SessionSettings.ResponseTimeout"/>.
    /// </summary>
    /// <param name="request">The request. Its sequence number is set by the session.</param>
    /// <param name="cancel">
    /// Stops the waiting for a slot, and nothing later: a request that was sent is waited for, because only the response tells what became
    /// of it.
    /// </param>
    /// <exception cref="OperationCanceledException">The waiting for a slot was stopped. Nothing was sent.</exception>
    /// <exception cref="ArgumentException">A field is longer than the spec allows. Nothing was sent.</exception>
    public Task<RequestOutcome> RequestAsync(Pdu request, CancellationToken cancel) =>
        IsBound ? _sender.RequestAsync(request, _responseDeadline, cancel) : RequestSender.NotWritten;

    /// <summary>
    /// Queues a response to a request that the handler was given. Never blocks. An SMSC becomes bound by its bind_resp with
    /// <see cref="CommandStatus.Ok"/>.
    /// </summary>
    /// <param name="response">The response, with the sequence number of the request (<see cref="Responses.CreateFor"/>).</param>
    /// <returns>False if the session is over.</returns>
    /// <exception cref="ArgumentException">A field is longer than the spec allows. Nothing was queued.</exception>
    public bool Respond(Pdu response)
    {
        // Before the peer can have the response: what the peer sends next may be read before this method returns.
        if (_settings.Role == SessionRole.Smsc && response is BindResp { Status: CommandStatus.Ok } bound) _status.BecomeBound(bound.Mode);
        try
        {
            return _sender.Post(response, response.Sequence, sendNow: _requests.Unanswered.Value <= 1);
        }
        finally
        {
            _requests.Unanswered.Subtract();
        }
    }

    /// <summary>Queues a request that has no response: outbind or alert_notification. Never blocks.</summary>
    /// <param name="notice">The request. Its sequence number is set by the session.</param>
    /// <returns>False if the session is over.</returns>
    /// <exception cref="ArgumentException">A field is longer than the spec allows. Nothing was queued.</exception>
    public bool Notify(Pdu notice) => _sender.Post(notice, _window.NextSequence());

    /// <summary>
    /// Ends the session in good order: sends no new requests, waits for the responses of both sides, sends unbind, waits for its response,
    /// and closes the connection.
    /// </summary>
    /// <param name="within">How long all of it may take. After that the connection is closed as it stands.</param>
    /// <param name="cancel">Closes the connection as it stands.</param>
    public async Task UnbindAsync(TimeSpan within, CancellationToken cancel)
    {
        _sender.CloseToRequests();
        using var limit = new CancellationTokenSource(within, _time);
        using var until = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel, _status.Ended);
        try
        {
            if (IsBound)
            {
                // A busy operator may never leave this side without one of its requests. So its requests get a quarter of the time, those
                // of this side half, and the rest is for unbind.
                await _clock.WaitAtMostAsync(_window.Outstanding.WhenAtMostAsync(0, until.Token), within / 2);
                await _clock.WaitAtMostAsync(_requests.Unanswered.WhenAtMostAsync(0, until.Token), within / 4);
                await _sender.RequestOutsideWindow(new Unbind(), _clock.Now + within).WaitAsync(until.Token);
                await _requests.Unanswered.WhenAtMostAsync(0, until.Token);
            }
        }
        catch (OperationCanceledException) when (until.IsCancellationRequested)
        {
            // The time is over, or the session is.
        }

        _status.TryEnd(SessionEndReason.Shutdown, "unbound by this side");
        if (Volatile.Read(ref _isRunning)) await _status.Closed;
    }

    /// <summary>Closes the connection at once. <see cref="RunAsync"/> ends with <see cref="SessionEndReason.Shutdown"/>.</summary>
    public void Abort()
    {
        _status.TryEnd(SessionEndReason.Shutdown, "closed by this side");
        _sending.Cancel();
    }

    /// <summary>Closes the connection at once, and waits until it is closed.</summary>
    public async ValueTask DisposeAsync()
    {
        Abort();
        if (Volatile.Read(ref _isRunning)) await _status.Closed;
        else await _stream.DisposeAsync();
    }

    private async Task SendAsync()
    {
        try
        {
            await _outgoing.FlushAsync(_sending.Token);
        }
        catch (OperationCanceledException) when (_sending.IsCancellationRequested)
        {
            // Whoever ended the session gave the reason.
        }
        catch (Exception lost) when (lost.IsConnectionLoss())
        {
            _status.TryEnd(SessionEndReason.Closed, lost.DescribeKind());
        }
    }

    private void Tick()
    {
        _watch.Tick();
        if (_status.End?.Reason == SessionEndReason.Timeout) _sending.Cancel();
    }

    private async Task CloseAsync(Task sending)
    {
        _outgoing.Complete();
        _sending.CancelAfter(ClosingTimeout);
        try
        {
            await sending;
        }
        finally
        {
            _status.BeginClose();
            _window.End(_outgoing.OctetsWritten);
            await _reader.CompleteAsync();
            await _stream.DisposeAsync();
            _status.CompleteClose();
        }
    }

    private void OnSent(Pdu pdu)
    {
        if (pdu is not EnquireLink && !pdu.IsResponse) _keepAlive.OnTraffic();
        _handler.OnPdu(PduDirection.Out, pdu.Command, pdu.Status);
    }
}
