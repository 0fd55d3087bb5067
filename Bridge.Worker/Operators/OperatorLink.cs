using System.Net.Sockets;
using System.Security.Authentication;
using Bridge.Protocol.Smpp;
using Bridge.Worker.Configuration;
using Polly;
using Polly.Retry;

namespace Bridge.Worker.Operators;

/// <summary>One link, kept bound until it is stopped: connect, bind, run, and again. Whatever goes wrong here stays here.</summary>
internal sealed class OperatorLink : IAsyncDisposable
{
    /// <summary>From the connection to the finished bind, and as long again for the connection itself (session_init_timer, SMPP v3.4 §7.2).</summary>
    internal static readonly TimeSpan SessionInit = TimeSpan.FromSeconds(10);

    private readonly LinkPlan _plan;
    private readonly ISessionHandler _inbox;
    private readonly ILinkMetrics _metrics;
    private readonly LinkNews _news;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly FailureLog _failureLog = new(remindAfter: TimeSpan.FromHours(1));
    private readonly TaskCompletionSource _tried = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private volatile SmppSession? _bound;
    private volatile LinkState _state;
    private volatile bool _stopping;
    private int _failures;
    private Task _supervision = Task.CompletedTask;

    public OperatorLink(LinkPlan plan, ISessionHandler inbox, ILinkMetrics metrics, LinkNews news, TimeProvider time, ILogger logger)
    {
        _plan = plan;
        _inbox = inbox;
        _metrics = metrics;
        _news = news;
        _time = time;
        _logger = logger;
        _state = new LinkState(plan.Operator, plan.Name, Bound: false, time.GetUtcNow(), "starting");
    }

    /// <summary>Called when the link came up, went down, or failed again.</summary>
    public Action Changed { get; set; } = () => { };

    public LinkState State => _state;

    /// <summary>Done once the link was tried, with whatever result.</summary>
    public Task Tried => _tried.Task;

    public bool IsTransmitter => _plan.Bind != BindMode.Receiver;

    public bool CanTransmit => IsTransmitter && !_stopping && _bound is { IsBound: true };

    /// <summary>Requests of ours that may still be written before the window is full.</summary>
    public int Room => _bound is { } session ? _plan.Window - session.Outstanding : 0;

    public void Start()
    {
        _metrics.LinkUp(_plan.Operator, _plan.Name, false);
        _supervision = SuperviseAsync();
    }

    public Task<RequestOutcome> RequestAsync(Pdu request, CancellationToken cancel) =>
        _bound?.RequestAsync(request, cancel) ?? Task.FromResult(new RequestOutcome(RequestResult.NotWritten, null));

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
        }
    }

    private async ValueTask<LinkLife> LiveOnceAsync(CancellationToken stop)
    {
        LinkLife life;
        try
        {
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
        Stream stream;
        try
        {
            using var limit = new CancellationTokenSource(SessionInit, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
            stream = await LinkConnector.ConnectAsync(_plan, either.Token);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            return LinkLife.NotConnected(Describe(failure));
        }

        await using var session = new SmppSession(stream, Settings, _inbox, _time);
        var running = session.RunAsync(stop);
        var bind = await session.BindAsync(Bind, stop);

        // A bind without an answer: the session's own clock ends it, if it has not ended yet.
        if (bind.Response is not { } response) return LinkLife.Ended(await running, boundFor: null);
        if (response is not BindResp { Status: CommandStatus.Ok }) return LinkLife.Refused(response.Status);

        var boundAt = _time.GetTimestamp();
        OnBound(session);
        return LinkLife.Ended(await running, _time.GetElapsedTime(boundAt));
    }

    private void OnBound(SmppSession session)
    {
        _bound = session;
        _failureLog.Clear();
        OperatorLog.Bound(_logger, _plan.Operator, _plan.Name, _plan.Host, _plan.Port, _plan.Bind);
        _metrics.Bind(_plan.Operator, _plan.Name);
        BecomeKnown(bound: true, reason: null);
    }

    private void OnEnded(LinkLife life)
    {
        _bound = null;
        if (life.BoundFor >= _plan.Reconnect.Max) _failures = 0;
        _failures++;
        if (life.Reason is { } reason) _metrics.Drop(_plan.Operator, _plan.Name, reason);
        if (!_stopping) Say(life);
        BecomeKnown(bound: false, life.ToString());
    }

    private void BecomeKnown(bool bound, string? reason)
    {
        var news = bound != _state.Bound || !Tried.IsCompleted;
        _state = new LinkState(_plan.Operator, _plan.Name, bound, news ? _time.GetUtcNow() : _state.Since, reason);
        if (news)
        {
            _metrics.LinkUp(_plan.Operator, _plan.Name, bound);
            _news.Tell(_state);
        }

        Changed();
        _tried.TrySetResult();
    }

    private void Say(LinkLife life)
    {
        if (life.BoundFor is { } boundFor)
        {
            OperatorLog.Dropped(_logger, _plan.Operator, _plan.Name, boundFor, life.Reason!, life.Detail);
            return;
        }

        switch (_failureLog.Note(life.Detail, _time.GetUtcNow()))
        {
            case FailureNote.New when life.IsRefusedForCredentials:
                OperatorLog.Refused(
                    _logger, _plan.Operator, _plan.Name, life.Refusal!.Value.SpecName(), _plan.Host, _plan.Port, _plan.Reconnect.Refused);
                break;
            case FailureNote.New:
                OperatorLog.NotBound(_logger, _plan.Operator, _plan.Name, _plan.Host, _plan.Port, life.Detail);
                break;
            case FailureNote.Reminder:
                OperatorLog.StillNotBound(_logger, _plan.Operator, _plan.Name, _failures, life.Detail);
                break;
        }
    }

    private TimeSpan WaitAfter(LinkLife? life) => life is { IsRefusedForCredentials: true }
        ? ReconnectDelay.AfterRefusal(_plan.Reconnect, Random.Shared.NextDouble())
        : ReconnectDelay.AfterFailure(_plan.Reconnect, _failures, Random.Shared.NextDouble());

    private SessionSettings Settings => new()
    {
        Role = SessionRole.Esme,
        Window = _plan.Window,
        EnquireLink = _plan.EnquireLink,
        ResponseTimeout = _plan.ResponseTimeout,
        SessionInit = SessionInit,
    };

    private Bind Bind => new()
    {
        Mode = _plan.Bind,
        SystemId = _plan.SystemId,
        Password = _plan.Password,
        SystemType = _plan.SystemType,
        InterfaceVersion = _plan.InterfaceVersion,
    };

    private static string Describe(Exception failure) => failure switch
    {
        SocketException socket => $"no connection ({socket.SocketErrorCode})",
        OperationCanceledException => $"no connection within {SessionInit}",
        AuthenticationException tls => $"no TLS ({tls.Message})",
        _ => $"no connection ({failure.GetType().Name})",
    };
}
