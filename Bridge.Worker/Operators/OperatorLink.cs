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
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LinkLog _log;
    private readonly LinkDrain _drain = new();
    private readonly PublishedLinkState _state;
    private readonly CancellationTokenSource _stop = new();
    private volatile SmppSession? _bound;
    private volatile bool _stopping;
    private string _peer = "";
    private int _failures;
    private Task _supervision = Task.CompletedTask;

    /// <param name="wantsTlvs">Long replies are to go with TLVs.</param>
    public OperatorLink(
        LinkPlan plan, bool wantsTlvs, PeerVersions versions, ISessionHandler inbox, ILinkMetrics metrics, LinkChangeQueue changes,
        TimeProvider time, ILogger logger)
    {
        _plan = plan;
        _wantsTlvs = wantsTlvs;
        _versions = versions;
        _inbox = inbox;
        _metrics = metrics;
        _time = time;
        _logger = logger;
        _log = new LinkLog(plan, time, logger);
        _route = plan.Outbind is null ? new ConnectRoute(plan, time) : new OutbindRoute(plan, inbox, metrics, time, logger);
        _state = new PublishedLinkState(plan, _drain, metrics, changes, time);
    }

    public LinkState State => _state.Current;

    /// <summary>Completes once the link was tried, with whatever result.</summary>
    public Task Tried => _state.Tried;

    public bool IsTransmitter => _plan.Bind != BindMode.Receiver;

    public bool CanTransmit => IsTransmitter && !_stopping && !_drain.IsActive && _bound is { IsBound: true };

    public int Window => _plan.Window;

    /// <summary>Requests of ours that may still be written before the window is full.</summary>
    public int Room => _bound is { } session ? _plan.Window - session.Outstanding : 0;

    /// <summary>Called from any thread after the link came up, went down, failed again, was drained or was resumed.</summary>
    public void OnChange(Action changed) => _state.Changed = changed;

    public void Start()
    {
        _metrics.LinkUp(_plan.Operator, _plan.Name, false);
        _supervision = SuperviseAsync();
    }

    public async Task<RequestOutcome> RequestAsync(Pdu request, CancellationToken cancel)
    {
        if (_bound is not { } session) return new RequestOutcome(RequestResult.NotWritten, null);
        var outcome = await session.RequestAsync(request, cancel);
        if (outcome.Response is { } response && !Enum.IsDefined(response.Status)) _log.UnknownStatus(request.Command, response.Status);
        return outcome;
    }

    /// <summary>
    /// Finishes what is in flight, for as long as an answer may take, unbinds, and stays down until <see cref="Resume"/>.
    /// </summary>
    public async Task DrainAsync(CancellationToken cancel)
    {
        if (_drain.Begin())
        {
            OperatorLog.Draining(_logger, _plan.Operator, _plan.Name);
            _state.PublishDrained(true, DrainedByCommand);
        }

        if (_bound is { } session) await session.UnbindAsync(_plan.ResponseTimeout * 2, cancel);
    }

    public void Resume()
    {
        if (_drain.End() is not { } resumed) return;
        OperatorLog.Resumed(_logger, _plan.Operator, _plan.Name);
        _state.PublishDrained(false, "resumed by command");
        resumed.SetResult();
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
        var retry = new RetryStrategyOptions<LinkOutcome>
        {
            MaxRetryAttempts = int.MaxValue,
            ShouldHandle = _ => ValueTask.FromResult(!_stopping),
            DelayGenerator = attempt => ValueTask.FromResult<TimeSpan?>(WaitAfter(attempt.Outcome.Result)),
        };
        var pipeline = new ResiliencePipelineBuilder<LinkOutcome> { TimeProvider = _time }.AddRetry(retry).Build();
        try
        {
            await pipeline.ExecuteAsync(AttemptAsync, _stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Stopped while it was not bound.
        }
        finally
        {
            _state.Complete();
            await _route.DisposeAsync();
        }
    }

    private async ValueTask<LinkOutcome> AttemptAsync(CancellationToken stop)
    {
        LinkOutcome outcome;
        try
        {
            if (_drain.IsActive) _state.Publish(bound: false, DrainedByCommand);
            await _drain.WaitUntilResumedAsync(stop);
            outcome = await ConnectAndRunAsync(stop);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            OperatorLog.OwnFault(_logger, _plan.Operator, _plan.Name, failure.GetType().Name);
            outcome = LinkOutcome.NotConnected("a fault of the bridge's own");
        }

        OnEnded(outcome);
        return outcome;
    }

    private async Task<LinkOutcome> ConnectAndRunAsync(CancellationToken stop)
    {
        var connection = await _route.ConnectAsync(waiting => _state.Publish(bound: false, waiting), stop);
        _peer = connection.Peer;
        if (connection.Stream is not { } stream) return LinkOutcome.NotConnected(connection.Failure);
        if (_drain.IsActive)
        {
            await stream.DisposeAsync();
            return LinkOutcome.NotConnected(DrainedByCommand);
        }

        await using var session = new SmppSession(stream, LinkSettings.ForSession(_plan), _inbox, _time);
        var running = session.RunAsync(stop);
        var bind = await session.BindAsync(LinkSettings.ForBind(_plan), stop);

        // A bind without an answer: the session's own timer ends it, if it has not ended yet.
        if (bind.Response is not { } response) return LinkOutcome.Ended(await running, boundFor: null);
        if (response is not BindResp { Status: CommandStatus.Ok } bound) return LinkOutcome.Refused(response.Status);
        LearnVersion(bound);
        var boundAt = _time.GetTimestamp();
        OnBound(session);

        // Drained while it was being bound: the command saw no session to unbind.
        if (_drain.IsActive) await session.UnbindAsync(_plan.ResponseTimeout, stop);
        return LinkOutcome.Ended(await running, _time.GetElapsedTime(boundAt));
    }

    private void LearnVersion(BindResp bound)
    {
        if (!IsTransmitter) return;
        var takesTlvs = _versions.Learn(_plan.Operator, _plan.Name, bound.ScInterfaceVersion ?? _plan.PeerVersion);
        if (_wantsTlvs && !takesTlvs) OperatorLog.NoTlvs(_logger, _plan.Operator, _plan.Name);
    }

    private void OnBound(SmppSession session)
    {
        _bound = session;
        _log.Bound(_peer);
        _metrics.Bind(_plan.Operator, _plan.Name);
        _state.Publish(bound: true, reason: null);
    }

    private void OnEnded(LinkOutcome outcome)
    {
        _bound = null;
        var isDrained = _drain.IsActive;
        if (outcome.BoundFor >= _plan.Reconnect.Max) _failures = 0;
        else if (!isDrained) _route.OnFailure();
        _failures++;
        if (outcome.Reason is { } reason) _metrics.Drop(_plan.Operator, _plan.Name, reason);
        if (!_stopping && isDrained) OperatorLog.Drained(_logger, _plan.Operator, _plan.Name, outcome.Detail);
        else if (!_stopping) _log.Ended(outcome, _peer, _failures);
        _state.Publish(bound: false, isDrained ? DrainedByCommand : outcome.ToString());
    }

    private TimeSpan WaitAfter(LinkOutcome? outcome) => outcome switch
    {
        { Refusal: { } status } => ReconnectDelay.AfterRefusal(_plan.Reconnect, status, _failures, Random.Shared.NextDouble()),

        // The operator decides when it connects; not to listen meanwhile would only cost its connection.
        { Reason: not null } when _plan.Outbind is not null => TimeSpan.Zero,
        _ when _drain.IsActive => TimeSpan.Zero,
        _ => ReconnectDelay.AfterFailure(_plan.Reconnect, _failures, Random.Shared.NextDouble()),
    };
}
