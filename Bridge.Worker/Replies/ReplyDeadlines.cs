using Bridge.Worker.Configuration;
using Bridge.Worker.Operators;
using Bridge.Worker.Store;
using Bridge.Worker.Supervision;

namespace Bridge.Worker.Replies;

/// <summary>
/// Looks once a second at what becomes due by time alone: a validity that is over, a receipt that never came, a reply that is not delivered
/// for so long that the centre should know, an operator that is down for so long that its replies go through another.
/// </summary>
internal sealed class ReplyDeadlines(
    BridgePlan plan, StoreWriter store, IOperatorTraffic traffic, ReplyQueue queue, ReplyRouting routing, ReplySender sender,
    ReplyProgress progress, Pulses pulses, TimeProvider time, ILogger<ReplyDeadlines> log)
    : PeriodicService("reply deadlines", TimeSpan.FromSeconds(1), pulses, time, log)
{
    /// <summary>A receipt may still be on its way for so long after the end of the validity.</summary>
    private static readonly TimeSpan ReceiptGrace = TimeSpan.FromMinutes(1);

    /// <summary>Does what is due by now.</summary>
    public override async Task TurnAsync(CancellationToken cancel)
    {
        foreach (var some in queue.TakeExpired(Time.GetUtcNow()).Chunk(ReplySender.MaxRepliesAtOnce))
        {
            await RunOrGiveBackAsync(some, sender.ExpireAsync);
        }

        await store.RunAsync(EndUnreceipted, cancel);
        if (plan.Replies.WarnAfter is { } after) await store.RunAsync(transaction => Warn(transaction, after), cancel);
        foreach (var operatorName in queue.OperatorsWaitedFor()) await FallBackAsync(operatorName);
    }

    /// <summary>
    /// What waits for an operator that is down goes through another as soon as one is bound. Until then it stays where it is.
    /// </summary>
    private async Task FallBackAsync(string operatorName)
    {
        if (routing.OperatorFor(operatorName, operatorName) == operatorName) return;
        while (true)
        {
            List<QueuedReply> some = [];
            while (some.Count < ReplySender.MaxRepliesAtOnce && queue.Take(operatorName) is { } reply) some.Add(reply);
            if (some.Count == 0) return;
            await RunOrGiveBackAsync(some, sender.RouteAsync);
            if (some.TrueForAll(reply => reply.Operator == operatorName)) return;
        }
    }

    /// <summary>Does something with replies that are in hand. If it fails, they go back to their operators' queues.</summary>
    private async Task RunOrGiveBackAsync(IReadOnlyList<QueuedReply> replies, Func<IReadOnlyList<QueuedReply>, Task> work)
    {
        try
        {
            await work(replies);
        }
        catch
        {
            foreach (var reply in replies) queue.GiveBack(reply, reply.Operator);
            throw;
        }
    }

    /// <summary>Ends the replies that were accepted and of which no receipt came.</summary>
    private void EndUnreceipted(StoreTransaction transaction)
    {
        foreach (var reply in transaction.Replies.AwaitingReceipt(transaction.Now - ReceiptGrace, ReplySender.MaxRepliesAtOnce))
        {
            progress.Expire(transaction, reply);
        }
    }

    /// <summary>Tells the centre of replies that are not delivered for so long that it may want to do something else.</summary>
    private void Warn(StoreTransaction transaction, TimeSpan after)
    {
        foreach (var reply in transaction.Replies.WithoutTroubleTold(transaction.Now - after, ReplySender.MaxRepliesAtOnce))
        {
            progress.TellTrouble(transaction, reply, DescribeTrouble(reply));
        }
    }

    private string DescribeTrouble(Reply reply)
    {
        if (reply.AcceptedAt is not null) return "the operator took it, but no receipt says that it was delivered";
        return traffic.DownFor(reply.Operator) is null
            ? "the operator has not taken it yet"
            : "the operator has not taken it yet: none of its links is bound";
    }
}
