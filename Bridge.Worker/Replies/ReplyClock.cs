using Bridge.Worker.Configuration;
using Bridge.Worker.Operators;
using Bridge.Worker.Store;
using Bridge.Worker.Supervision;

namespace Bridge.Worker.Replies;

/// <summary>
/// What becomes due by time alone, looked at once a second: the end of a validity, a receipt that never came, a reply that the centre
/// should hear is not delivered, an operator that has been down for so long that another takes its replies.
/// </summary>
internal sealed partial class ReplyClock(
    BridgePlan plan, StoreWriter store, IOperatorTraffic traffic, ReplyQueue queue, ReplySending sending, ReplyCounter counter,
        Pulses pulses,
    TimeProvider time, ILogger<ReplyClock> log)
{
    /// <summary>After validity ends a receipt may still be on its way for so long.</summary>
    private static readonly TimeSpan ReceiptGrace = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <summary>In one transaction: more would only make a text wait.</summary>
    private const int AtOnce = 256;

    private readonly RouteRule _route = new(plan, traffic);

    public async Task RunAsync(CancellationToken cancel)
    {
        using var pulse = pulses.Register("reply clock", TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(cancel))
        {
            pulse.Beat();
            try
            {
                await LookAsync(cancel);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                ClockFailed(log, error.GetType().Name);
            }
        }
    }

    /// <summary>Does what is due by now.</summary>
    public async Task LookAsync(CancellationToken cancel)
    {
        foreach (var some in queue.TakeOutlived(time.GetUtcNow()).Chunk(AtOnce)) await GivingBackAsync(some, sending.ExpireAsync);
        foreach (var news in await store.RunAsync(EndUnreceipted, cancel)) counter.Count(news);
        foreach (var row in await store.RunAsync(Warn, cancel)) queue.Told(row);
        foreach (var operatorName in queue.Waited()) await FallBackAsync(operatorName);
    }

    /// <summary>
    /// What waits for an operator that is down goes another way as soon as there is one; while there is none it stays where it is.
    /// </summary>
    private async Task FallBackAsync(string operatorName)
    {
        if (_route.Of(operatorName, operatorName) == operatorName) return;
        while (true)
        {
            List<QueuedReply> some = [];
            while (some.Count < AtOnce && queue.Take(operatorName) is { } reply) some.Add(reply);
            if (some.Count == 0) return;
            await GivingBackAsync(some, sending.RouteAsync);
            if (some.TrueForAll(reply => reply.Operator == operatorName)) return;
        }
    }

    private async Task GivingBackAsync(IReadOnlyList<QueuedReply> replies, Func<IReadOnlyList<QueuedReply>, Task> work)
    {
        try
        {
            await work(replies);
        }
        catch
        {
            foreach (var reply in replies) queue.Back(reply, reply.Operator);
            throw;
        }
    }

    /// <summary>Ends what was taken but of which no receipt came: no silence.</summary>
    private static List<ReplyNews> EndUnreceipted(StoreTransaction transaction) =>
        [.. transaction.Replies.Awaiting(transaction.Now - ReceiptGrace, AtOnce).Select(reply => ReplyLedger.Expire(transaction, reply))];

    /// <summary>Tells the centre of what is not delivered for so long that it may want to do something else.</summary>
    private List<long> Warn(StoreTransaction transaction)
    {
        if (plan.Replies.WarnAfter is not { } after) return [];
        var late = transaction.Replies.Untold(transaction.Now - after, AtOnce);
        foreach (var reply in late)
        {
            ReplyLedger.Trouble(
                transaction, reply, reply.AcceptedAt is not null ? "the operator took it, but no receipt says that it was delivered"
                : traffic.DownFor(reply.Operator) is null ? "the operator has not taken it yet"
                : "the operator has not taken it yet: none of its links is bound");
        }

        return [.. late.Select(reply => reply.Row)];
    }

    [LoggerMessage(3005, LogLevel.Error, "The clock of the replies failed ({Error}); it goes on")]
    private static partial void ClockFailed(ILogger logger, string error);
}
