using Bridge.Worker.Configuration;
using Bridge.Worker.Operators;
using Bridge.Worker.Store;

namespace Bridge.Worker.Replies;

/// <summary>
/// Keeps the replies going: each operator's turns, as its window and rate give them, to the reply that matters most at that moment. What is
/// unfinished at a start goes on.
/// </summary>
internal sealed partial class ReplyEngine : BackgroundService
{
    private readonly BridgePlan _plan;
    private readonly StoreWriter _store;
    private readonly IOperatorTraffic _traffic;
    private readonly ReplyQueue _queue;
    private readonly ReplySending _sending;
    private readonly ReplyClock _clock;
    private readonly TimeProvider _time;
    private readonly ILogger<ReplyEngine> _log;
    private CancellationToken _stopping;

    public ReplyEngine(
        BridgePlan plan, StoreWriter store, IOperatorTraffic traffic, ReplyQueue queue, ReplySending sending, ReplyClock clock,
            TimeProvider time,
        ILogger<ReplyEngine> log)
    {
        _plan = plan;
        _store = store;
        _traffic = traffic;
        _queue = queue;
        _sending = sending;
        _clock = clock;
        _time = time;
        _log = log;
        store.RepliesCommitted += OnCommitted;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _stopping = stoppingToken;
        try
        {
            OnCommitted(await _store.RunAsync(transaction => transaction.Replies.Unsent(), stoppingToken));
            await Task.WhenAll([_clock.RunAsync(stoppingToken), .. _plan.Operators.Select(op => TakeTurnsAsync(op.Name, stoppingToken))]);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Unfinished replies are in the store and go on at the next start; what is being written is still noted.
        }
    }

    /// <summary>On the store's thread, and once at the start: some of them may be known already.</summary>
    private void OnCommitted(IReadOnlyList<Reply> replies)
    {
        foreach (var reply in replies)
        {
            TimeSpan? rest = reply.NotBefore - _time.GetUtcNow() is { } left && left > TimeSpan.Zero ? left : null;
            if (!_queue.Add(QueuedReply.Of(reply), resting: rest is not null))
            {
                if (reply.Told is not null) _queue.Told(reply.Row);
                if (_queue.Take(reply.Row) is { } waiting) _ = ThinkAgainAsync(waiting);
            }
            else if (rest is { } wait)
            {
                _ = WakeAsync(reply.Row, wait);
            }
        }
    }

    private async Task TakeTurnsAsync(string operatorName, CancellationToken cancel)
    {
        while (true)
        {
            await _queue.WhenReadyAsync(operatorName, cancel);
            await _traffic.WaitUntilCanSubmitAsync(operatorName, cancel);
            var turn = await _traffic.TurnAsync(operatorName, cancel);

            // Chosen now that there is room, and not before: what came while we waited may matter more.
            if (_queue.Take(operatorName) is { } reply) _ = UseAsync(turn, reply);
            else turn.Dispose();
        }
    }

    private async Task UseAsync(ISubmitTurn turn, QueuedReply reply)
    {
        TimeSpan? rest = SubmitBackoff.Longest;
        try
        {
            using (turn) rest = await _sending.SendAsync(reply, turn);
        }
        catch (Exception error)
        {
            if (!_stopping.IsCancellationRequested) SendingFailed(_log, error.GetType().Name);
        }

        if (rest is not { } wait) return;
        _queue.Rest(reply);
        await WakeAsync(reply.Row, wait);
    }

    private async Task ThinkAgainAsync(QueuedReply reply)
    {
        try
        {
            await _sending.RouteAsync([reply]);
        }
        catch (Exception error)
        {
            if (!_stopping.IsCancellationRequested) SendingFailed(_log, error.GetType().Name);
            _queue.Back(reply, reply.Operator);
        }
    }

    private async Task WakeAsync(long row, TimeSpan wait)
    {
        try
        {
            await Task.Delay(wait, _time, _stopping);
            _queue.Wake(row);
        }
        catch (OperationCanceledException)
        {
            // The daemon stops: see ExecuteAsync.
        }
    }

    [LoggerMessage(3001, LogLevel.Error, "A reply could not be sent now ({Error}); it is tried again")]
    private static partial void SendingFailed(ILogger logger, string error);
}
