using System.Threading.Channels;
using Bridge.Protocol.Smpp;
using Bridge.Worker.Configuration;
using Bridge.Worker.Operators;
using Bridge.Worker.Store;
using Bridge.Worker.Telemetry;
using Polly;
using Polly.Retry;

namespace Bridge.Worker.Replies;

/// <summary>
/// Sends replies: each on its own, part after part, never two submits of one part at once, until the operator has taken all of it or its
/// validity ends. What is unfinished at a start goes on; a submit whose answer was lost is sent again, for a doubled confirmation is better than none.
/// </summary>
internal sealed partial class ReplyEngine : BackgroundService
{
    /// <summary>After validity ends a receipt may still be on its way for so long.</summary>
    private static readonly TimeSpan ReceiptGrace = TimeSpan.FromMinutes(1);

    /// <summary>Replies under way at once. Each waits without a thread.</summary>
    private const int MostAtOnce = 10_000;

    private readonly Channel<long> _toSend = Channel.CreateUnbounded<long>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SemaphoreSlim _slots = new(MostAtOnce);
    private readonly ResiliencePipeline<RequestOutcome> _pipeline;
    private readonly BridgePlan _plan;
    private readonly StoreWriter _store;
    private readonly IOperatorLinks _links;
    private readonly ReplyLedger _ledger;
    private readonly ReplyCounter _counter;
    private readonly Heartbeats _heartbeats;
    private readonly TimeProvider _time;
    private readonly ILogger<ReplyEngine> _log;

    /// <summary>Replies up to here were loaded at the start, or will be; later ones are told of as they are committed. Written on the store's thread.</summary>
    private long _loadedUpTo = long.MaxValue;

    public ReplyEngine(
        BridgePlan plan, StoreWriter store, IOperatorLinks links, ReplyLedger ledger, ReplyCounter counter, Heartbeats heartbeats, TimeProvider time,
        ILogger<ReplyEngine> log)
    {
        _plan = plan;
        _store = store;
        _links = links;
        _ledger = ledger;
        _counter = counter;
        _heartbeats = heartbeats;
        _time = time;
        _log = log;
        _pipeline = new ResiliencePipelineBuilder<RequestOutcome> { TimeProvider = time }.AddRetry(new RetryStrategyOptions<RequestOutcome>
        {
            MaxRetryAttempts = int.MaxValue,
            ShouldHandle = static attempt => ValueTask.FromResult(
                attempt.Outcome.Result is { } outcome && SubmitRule.Of(outcome) is SubmitVerdict.Retry or SubmitVerdict.QueueFull or SubmitVerdict.Misconfigured),
            DelayGenerator = static attempt => ValueTask.FromResult<TimeSpan?>(
                SubmitBackoff.Wait(SubmitRule.Of(attempt.Outcome.Result!), attempt.AttemptNumber, Random.Shared.NextDouble())),
        }).Build();
        store.RepliesCommitted += OnCommitted;
    }

    /// <summary>Starts sending a reply that is in the store. Never blocks: the store bounds what there can be.</summary>
    private void Send(long row) => _toSend.Writer.TryWrite(row);

    private void OnCommitted(IReadOnlyList<long> rows)
    {
        foreach (var row in rows)
        {
            if (row > _loadedUpTo) Send(row);
        }
    }

    private IReadOnlyList<Reply> Load(StoreTransaction transaction)
    {
        var open = transaction.Replies.Open();
        _loadedUpTo = open.Count == 0 ? 0 : open[^1].Row;
        return open;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var open = await _store.RunAsync(Load, stoppingToken);
            foreach (var reply in open) Send(reply.Row);
            await Task.WhenAll(DispatchAsync(stoppingToken), ExpireAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Unfinished replies are in the store and go on at the next start.
        }
    }

    private async Task DispatchAsync(CancellationToken cancel)
    {
        await foreach (var row in _toSend.Reader.ReadAllAsync(cancel))
        {
            await _slots.WaitAsync(cancel);
            _ = SendAsync(row, cancel);
        }
    }

    private async Task SendAsync(long row, CancellationToken cancel)
    {
        try
        {
            await SendPartsAsync(row, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The daemon stops: see ExecuteAsync.
        }
        catch (Exception error)
        {
            SendingFailed(_log, error.GetType().Name);
            await RetryLaterAsync(row, cancel);
        }
        finally
        {
            _slots.Release();
        }
    }

    private async Task SendPartsAsync(long row, CancellationToken cancel)
    {
        var (reply, parts) = await _store.RunAsync(transaction => (transaction.Replies.ByRow(row), transaction.ReplyParts.Of(row)), cancel);
        if (reply is null || reply.Ended || _plan.Operator(reply.Operator) is not { } operatorPlan) return;
        foreach (var part in parts)
        {
            if (part.AcceptedAt is null && !await SendPartAsync(reply, part, operatorPlan, cancel)) return;
        }
    }

    /// <summary>False when the reply has come to its end.</summary>
    private async Task<bool> SendPartAsync(Reply reply, ReplyPart part, OperatorPlan operatorPlan, CancellationToken cancel)
    {
        var left = reply.ValidUntil - _time.GetUtcNow();
        if (left <= TimeSpan.Zero) return await ExpireAsync(reply, cancel);
        using var validity = new CancellationTokenSource(left, _time);
        using var until = CancellationTokenSource.CreateLinkedTokenSource(cancel, validity.Token);
        RequestOutcome outcome;
        try
        {
            outcome = await SubmitUntilSettledAsync(reply, part, operatorPlan, until.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return await ExpireAsync(reply, cancel);
        }
        catch (ArgumentException)
        {
            // SubmitAsync: no submit_sm can hold this; trying again cannot change it.
            return await FailAsync(reply, "it cannot be written as a submit_sm", cancel);
        }

        var response = outcome.Response!;
        if (response.Status == CommandStatus.Ok && response is SubmitSmResp taken)
        {
            var news = await _store.RunAsync(transaction => _ledger.PartTaken(transaction, reply, part.Number, taken.MessageId), cancel);
            _counter.Count(news);
            return !news.Ended;
        }

        return await FailAsync(reply, $"the operator refused it: {response.Status.SpecName()}", cancel);
    }

    private async Task<RequestOutcome> SubmitUntilSettledAsync(Reply reply, ReplyPart part, OperatorPlan operatorPlan, CancellationToken until)
    {
        string? told = null;
        return await _pipeline.ExecuteAsync(async token =>
        {
            await _links.WaitUntilCanSubmitAsync(reply.Operator, token);
            var outcome = await _links.SubmitAsync(reply.Operator, SubmitBuilder.Build(reply, part, operatorPlan, _time.GetUtcNow()), token);
            var verdict = SubmitRule.Of(outcome);
            if (verdict is SubmitVerdict.QueueFull or SubmitVerdict.Misconfigured) told = await TroubleAsync(reply, verdict, outcome.Response!.Status, told, token);
            return outcome;
        }, until);
    }

    /// <summary>Tells the centre once for each reason; returns what it has been told.</summary>
    private async Task<string?> TroubleAsync(Reply reply, SubmitVerdict verdict, CommandStatus status, string? told, CancellationToken cancel)
    {
        var reason = verdict == SubmitVerdict.QueueFull
            ? $"the recipient's inbox or the operator's queue is full: {status.SpecName()}; still trying"
            : $"the operator refuses our settings: {status.SpecName()}; still trying";
        if (reason == told) return told;
        if (verdict == SubmitVerdict.Misconfigured) Misconfigured(_log, reply.Operator, status.SpecName());
        await _store.RunAsync(transaction =>
        {
            ReplyLedger.Trouble(transaction, reply, reason);
            return true;
        }, cancel);
        return reason;
    }

    private async Task<bool> FailAsync(Reply reply, string reason, CancellationToken cancel)
    {
        _counter.Count(await _store.RunAsync(
            transaction => ReplyLedger.Fail(transaction, reply, "failed", reason, state: null, networkError: null), cancel));
        return false;
    }

    private async Task<bool> ExpireAsync(Reply reply, CancellationToken cancel)
    {
        _counter.Count(await _store.RunAsync(
            transaction => ReplyLedger.Fail(transaction, reply, "expired", "the operator did not take it while it was valid", "EXPIRED", networkError: null), cancel));
        return false;
    }

    /// <summary>Ends what was taken but of which no receipt came: no silence.</summary>
    private async Task ExpireAsync(CancellationToken cancel)
    {
        using var pulse = _heartbeats.Register("reply clock", TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5), _time);
        while (await timer.WaitForNextTickAsync(cancel))
        {
            pulse.Beat();
            try
            {
                foreach (var news in await _store.RunAsync(EndUnreceipted, cancel)) _counter.Count(news);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                SendingFailed(_log, error.GetType().Name);
            }
        }
    }

    private List<ReplyNews> EndUnreceipted(StoreTransaction transaction)
    {
        var ended = transaction.Replies.Open()
            .Where(reply => reply.AcceptedAt is not null && reply.ValidUntil + ReceiptGrace < transaction.Now)
            .Select(reply => ReplyLedger.Fail(transaction, reply, "expired", "no receipt came while it was valid: whether it was delivered is not known", null, null))
            .ToList();
        transaction.Receipts.ForgetBefore(transaction.Now - _plan.Retention);
        return ended;
    }

    private async Task RetryLaterAsync(long row, CancellationToken cancel)
    {
        try
        {
            await Task.Delay(SubmitBackoff.Longest, _time, cancel);
            Send(row);
        }
        catch (OperationCanceledException)
        {
            // The daemon stops: see ExecuteAsync.
        }
    }

    [LoggerMessage(3001, LogLevel.Error, "A reply could not be sent now ({Error}); it is tried again")]
    private static partial void SendingFailed(ILogger logger, string error);

    [LoggerMessage(3002, LogLevel.Error, "{Operator} refuses the settings of our submit_sm: {Status}; replies wait, look at this operator's configuration")]
    private static partial void Misconfigured(ILogger logger, string @operator, string status);
}
