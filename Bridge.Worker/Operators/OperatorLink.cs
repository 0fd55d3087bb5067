using Bridge.Protocol.Smpp;
using Bridge.Worker.Configuration;
using Polly;
using Polly.Retry;

namespace Bridge.Worker.Operators;

/// <summary>One link, kept bound until it is stopped: connect, bind, run, and again. Whatever goes wrong here stays here.</summary>
internal sealed class OperatorLink : IAsyncDisposable
{
    private const string DrainedByCommand = "drained by command";

    private readonly LinkPlan _plan;
    private readonly bool _wantsTlvs;
    private readonly PeerVersions _versions;
    private readonly ILinkRoute _route;
    private readonly ISessionHandler _inbox;
    private readonly ILinkMetrics _metrics;
    private readonly LinkNews _news;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LinkJournal _journal;
    private readonly TaskCompletionSource _tried = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private volatile SmppSession? _bound;
    private volatile LinkState _state;
    private volatile bool _stopping;
    private volatile TaskCompletionSource? _resumed;
    private string _peer = "";
    private int _failures;
    private Task _supervision = Task.CompletedTask;

    /// <param name="wantsTlvs">Long replies are to go with TLVs.</param>
    public OperatorLink(LinkPlan plan, bool wantsTlvs, PeerVersions versions, ISessionHandler inbox, ILinkMetrics metrics, LinkNews news,
        TimeProvider time, ILogger logger)
    {
        _plan = plan;
        _wantsTlvs = wantsTlvs;
        _versions = versions;
        _inbox = inbox;
        _metrics = metrics;
        _news = news;
        _time = time;
        _logger = logger;
        _journal = new LinkJournal(plan, time, logger);
        _route = plan.Outbind is null ? new CallingRoute(plan, time) : new OutbindRoute(plan, inbox, metrics, time, logger);
        _state = new LinkState(plan.Operator, plan.Name, Bound: false, time.GetUtcNow(), "starting");
    }

    /// <summary>Called when the link came up, went down, or failed again.</summary>
    public Action Changed { get; set; } = () => { };

    public LinkState State => _state;

    /// <summary>Done once the link was tried, with whatever result.</summary>
    public Task Tried => _tried.Task;

    public bool IsTransmitter => _plan.Bind != BindMode.Receiver;

    public bool CanTransmit => IsTransmitter && !_stopping && _resumed is null && _bound is { IsBound: true };

    public int Window => _plan.Window;

    /// <summary>Requests of ours that may still be written before the window is full.</summary>
    public int Room => _bound is { } session ? _plan.Window - session.Outstanding : 0;

    public void Start()
    {
        _metrics.LinkUp(_plan.Operator, _plan.Name, false);
        _supervision = SuperviseAsync();
    }

    public async Task<RequestOutcome> RequestAsync(Pdu request, CancellationToken cancel)
    {
        if (_bound is not { } session) return new RequestOutcome(RequestResult.NotWritten, null);
        var outcome = await session.RequestAsync(request, cancel);
        if (outcome.Response is { } response && !Enum.IsDefined(response.Status)) _journal.UnknownStatus(request.Command, response.Status);
        return outcome;
    }

    /// <summary>
    /// Finishes what is in flight, for as long as an answer may take, unbinds, and stays down until <see cref="Resume"/>.
    /// </summary>
    public async Task DrainAsync(CancellationToken cancel)
    {
        if (Interlocked.CompareExchange(ref _resumed, new(TaskCreationOptions.RunContinuationsAsynchronously), null) is null)
        {
            OperatorLog.Draining(_logger, _plan.Operator, _plan.Name);
            _metrics.Drained(_plan.Operator, _plan.Name, true);
            SetDrained(true, DrainedByCommand);
        }

        if (_bound is { } session) await session.UnbindAsync(_plan.ResponseTimeout * 2, cancel);
    }

    public void Resume()
    {
        if (Interlocked.Exchange(ref _resumed, null) is not { } drained) return;
        OperatorLog.Resumed(_logger, _plan.Operator, _plan.Name);
        _metrics.Drained(_plan.Operator, _plan.Name, false);
        SetDrained(false, "resumed by command");
        drained.SetResult();
    }

    /// <summary>Drains and unbinds within the limit, and tries no more.</summary>
    public async Task StopAsync(TimeSpan within, CancellationToken cancel)
    {
        _stopping = true;
        if (_bound is { } session)
        {
            await session.UnbindAsync(within, cancel);
            OperatorLog.Unbound(_logger, _plan.Operator, _plan.Name);
        }

        await _stop.CancelAsync();
        await _supervision;
    }

    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        await _stop.CancelAsync();
        await _supervision;
        _stop.Dispose();
    }

    private async Task SuperviseAsync()
    {
        var retry = new RetryStrategyOptions<LinkLife>
        {
            MaxRetryAttempts = int.MaxValue,
            ShouldHandle = _ => ValueTask.FromResult(!_stopping),
            DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(WaitAfter(args.Outcome.Result)),
        };
        var pipeline = new ResiliencePipelineBuilder<LinkLife> { TimeProvider = _time }.AddRetry(retry).Build();
        try
        {
            await pipeline.ExecuteAsync(LiveOnceAsync, _stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Stopped while it was not bound.
        }
        finally
        {
            _tried.TrySetResult();
            await _route.DisposeAsync();
        }
    }

    private async ValueTask<LinkLife> LiveOnceAsync(CancellationToken stop)
    {
        LinkLife life;
        try
        {
            await WaitWhileDrainedAsync(stop);
            life = await ConnectAndRunAsync(stop);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            OperatorLog.OwnFault(_logger, _plan.Operator, _plan.Name, failure.GetType().Name);
            life = LinkLife.NotConnected("a fault of the bridge's own");
        }

        OnEnded(life);
        return life;
    }

    private async Task<LinkLife> ConnectAndRunAsync(CancellationToken stop)
    {
        var connection = await _route.ConnectAsync(waiting => BecomeKnown(bound: false, waiting), stop);
        _peer = connection.Peer;
        if (connection.Stream is not { } stream) return LinkLife.NotConnected(connection.Failure);
        if (_resumed is not null)
        {
            await stream.DisposeAsync();
            return LinkLife.NotConnected(DrainedByCommand);
        }

        await using var session = new SmppSession(stream, Settings, _inbox, _time);
        var running = session.RunAsync(stop);
        var bind = await session.BindAsync(Bind, stop);

        // A bind without an answer: the session's own clock ends it, if it has not ended yet.
        if (bind.Response is not { } response) return LinkLife.Ended(await running, boundFor: null);
        if (response is not BindResp { Status: CommandStatus.Ok } bound) return LinkLife.Refused(response.Status);
        if (IsTransmitter && !_versions.Learn(_plan.Operator, _plan.Name, bound.ScInterfaceVersion ?? _plan.PeerVersion) && _wantsTlvs)
        {
            OperatorLog.NoTlvs(_logger, _plan.Operator, _plan.Name);
        }

        var boundAt = _time.GetTimestamp();
        OnBound(session);

        // Drained while it was being bound: the command saw no session to unbind.
        if (_resumed is not null) await session.UnbindAsync(_plan.ResponseTimeout, stop);
        return LinkLife.Ended(await running, _time.GetElapsedTime(boundAt));
    }

    private void SetDrained(bool drained, string reason)
    {
        _state = _state with { Drained = drained, Reason = _state.Bound ? _state.Reason : reason };
        Changed();
    }

    private async Task WaitWhileDrainedAsync(CancellationToken stop)
    {
        while (_resumed is { } resumed)
        {
            BecomeKnown(bound: false, DrainedByCommand);
            await resumed.Task.WaitAsync(stop);
        }
    }

    private void OnBound(SmppSession session)
    {
        _bound = session;
        _journal.Bound(_peer);
        _metrics.Bind(_plan.Operator, _plan.Name);
        BecomeKnown(bound: true, reason: null);
    }

    private void OnEnded(LinkLife life)
    {
        _bound = null;
        if (life.BoundFor >= _plan.Reconnect.Max) _failures = 0;
        else if (_resumed is null) _route.OnBad();
        _failures++;
        if (life.Reason is { } reason) _metrics.Drop(_plan.Operator, _plan.Name, reason);
        if (!_stopping && _resumed is not null) OperatorLog.Drained(_logger, _plan.Operator, _plan.Name, life.Detail);
        else if (!_stopping) _journal.Ended(life, _peer, _failures);
        BecomeKnown(bound: false, _resumed is null ? life.ToString() : DrainedByCommand);
    }

    private void BecomeKnown(bool bound, string? reason)
    {
        var news = bound != _state.Bound || !Tried.IsCompleted;
        _state = new LinkState(_plan.Operator, _plan.Name, bound, news ? _time.GetUtcNow() : _state.Since, reason)
        {
            Drained = _resumed is not null,
        };
        if (news)
        {
            _metrics.LinkUp(_plan.Operator, _plan.Name, bound);
            _news.Tell(_state);
        }

        Changed();
        _tried.TrySetResult();
    }

    private TimeSpan WaitAfter(LinkLife? life) => life switch
    {
        { Refusal: { } status } => ReconnectDelay.AfterRefusal(_plan.Reconnect, status, _failures, Random.Shared.NextDouble()),

        // Whoever calls decides when; to be away meanwhile would only cost the call.
        { Reason: not null } when _plan.Outbind is not null => TimeSpan.Zero,
        _ when _resumed is not null => TimeSpan.Zero,
        _ => ReconnectDelay.AfterFailure(_plan.Reconnect, _failures, Random.Shared.NextDouble()),
    };

    private SessionSettings Settings => new()
    {
        Role = SessionRole.Esme,
        Window = _plan.Window,
        EnquireLink = _plan.EnquireLink,
        ResponseTimeout = _plan.ResponseTimeout,
        SessionInit = _plan.SessionInit,
        Inactivity = _plan.Inactivity,
    };

    private Bind Bind => new()
    {
        Mode = _plan.Bind,
        SystemId = _plan.SystemId,
        Password = _plan.Password,
        SystemType = _plan.SystemType,
        InterfaceVersion = _plan.InterfaceVersion,
    };
}
