using Bridge.Worker.Configuration;
using Bridge.Worker.Operators;
using Bridge.Worker.Store;
using Bridge.Worker.Supervision;

namespace Bridge.Worker.Replies;

/// <summary>
/// What becomes due by time alone, looked at once a second: the end of a validity, a receipt that never came, a reply that the centre should
/// hear is not delivered, an operator that has been down for so long that another takes its replies.
/// </summary>
internal sealed class ReplyDeadlines(
    BridgePlan plan, StoreWriter store, IOperatorTraffic traffic, ReplyQueue queue, ReplyRouting routing, ReplySender sender,
    ReplyProgress progress, Pulses pulses, TimeProvider time, ILogger<ReplyDeadlines> log)
    : PeriodicService("reply deadlines", TimeSpan.FromSeconds(1), pulses, time, log)
{
    /// <summary>After validity ends a receipt may still be on its way for so long.</summary>
    private static readonly TimeSpan ReceiptGrace = TimeSpan.FromMinutes(1);

    /// <summary>Does what is due by now.</summary>
    public override async Task TurnAsync(CancellationToken cancel)
    {
        foreach (var some in queue.TakeExpired(Time.GetUtcNow()).Chunk(ReplySender.AtOnce)) await GivingBackAsync(some, sender.ExpireAsync);
        await store.RunAsync(EndUnreceipted, cancel);
        if (plan.Replies.WarnAfter is { } after) await store.RunAsync(transaction => Warn(transaction, after), cancel);
        foreach (var operatorName in queue.OperatorsWaitedFor()) await FallBackAsync(operatorName);
    }

    /// <summary>
    /// What waits for an operator that is down goes another way as soon as there is one; while there is none it stays where it is.
    /// </summary>
    private async Task FallBackAsync(string operatorName)
    {
        if (routing.OperatorFor(operatorName, operatorName) == operatorName) return;
        while (true)
        {
            List<QueuedReply> some = [];
            while (some.Count < ReplySender.AtOnce && queue.Take(operatorName) is { } reply) some.Add(reply);
            if (some.Count == 0) return;
            await GivingBackAsync(some, sender.RouteAsync);
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
            foreach (var reply in replies) queue.GiveBack(reply, reply.Operator);
            throw;
        }
    }

    /// <summary>Ends what was accepted but of which no receipt came: no silence.</summary>
    private void EndUnreceipted(StoreTransaction transaction)
    {
        foreach (var reply in transaction.Replies.AwaitingReceipt(transaction.Now - ReceiptGrace, ReplySender.AtOnce))
        {
            progress.Expire(transaction, reply);
        }
    }

    /// <summary>Tells the centre of what is not delivered for so long that it may want to do something else.</summary>
    private void Warn(StoreTransaction transaction, TimeSpan after)
    {
        foreach (var reply in transaction.Replies.WithoutTroubleTold(transaction.Now - after, ReplySender.AtOnce))
        {
            progress.TellTrouble(transaction, reply, Trouble(reply));
        }
    }

    private string Trouble(Reply reply)
    {
        if (reply.AcceptedAt is not null) return "the operator took it, but no receipt says that it was delivered";
        return traffic.DownFor(reply.Operator) is null
            ? "the operator has not taken it yet"
            : "the operator has not taken it yet: none of its links is bound";
    }
}
