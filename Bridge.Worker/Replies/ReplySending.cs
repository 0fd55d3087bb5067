using Bridge.Protocol.Smpp;
using Bridge.Worker.Configuration;
using Bridge.Worker.Operators;
using Bridge.Worker.Store;

namespace Bridge.Worker.Replies;

/// <summary>
/// One turn of one reply: its way is decided, its next part noted in the store, written, and what became of that noted. A part is never
/// written while an answer to it is still waited for; one whose answer was lost is written again, for a doubled confirmation is better than
/// none.
/// </summary>
internal sealed partial class ReplySending(
    BridgePlan plan, StoreWriter store, IOperatorTraffic traffic, ReplyIntake intake, ReplyLedger ledger, ReplyQueue queue,
        ReplyCounter counter,
    TimeProvider time, ILogger<ReplySending> log)
{
    private static readonly TimeSpan SayAgainAfter = TimeSpan.FromMinutes(1);

    /// <summary>Statuses that the log remembers having named; a hostile operator has four thousand million.</summary>
    private const int MostSaid = 1_000;

    private readonly RouteRule _route = new(plan, traffic);
    private readonly Dictionary<(string Operator, CommandStatus Status), DateTimeOffset> _said = [];

    /// <param name="Submit">The row of the submit that is about to be written; null: nothing is to be written now.</param>
    private sealed record Step(ReplyNews? News = null, string? MovedTo = null, TimeSpan? Rest = null, long? Submit = null,
        Reply? Reply = null, ReplyPart? Part = null);

    /// <summary>Uses the turn for the next part of a reply that is in hand. Does not throw but for a store that takes nothing.</summary>
    /// <returns>How long the reply is to rest; null when it has been put where it belongs.</returns>
    public async Task<TimeSpan?> SendAsync(QueuedReply queued, ISubmitTurn turn)
    {
        var step = await store.RunAsync(transaction => Prepare(transaction, queued.Row), CancellationToken.None);
        if (step.Submit is not { } submit) return Place(queued, step);
        var (reply, part) = (step.Reply!, step.Part!);
        var operatorPlan = plan.Operator(reply.Operator)!;
        var sentAt = time.GetUtcNow();
        var pdu = SubmitBuilder.Build(reply, part, operatorPlan, sentAt);
        RequestOutcome outcome;
        try
        {
            outcome = await turn.SubmitAsync(pdu, SubmitRule.IsOfTheLink);
        }
        catch (ArgumentException)
        {
            // No submit_sm can hold this; trying again cannot change it.
            await EndAsync(queued, submit, transaction =>
                ReplyLedger.Fail(transaction, reply, "failed", "it cannot be written as a submit_sm", null, null));
            return null;
        }

        await store.PostAsync(new SubmitRecord(reply, part.Number, pdu, sentAt, outcome, time.GetUtcNow()), CancellationToken.None);
        if (outcome.Late is { } late) _ = TakeLateAsync(queued, submit, operatorPlan.Name, late);
        return await SettleAsync(queued, reply, submit, outcome);
    }

    /// <summary>Thinks again of the ways of replies that are in hand, and puts each in its operator's line.</summary>
    public async Task RouteAsync(IReadOnlyList<QueuedReply> replies)
    {
        var steps = await store.RunAsync(
            transaction =>
                replies
                    .Select(queued => (queued, Step: Route(transaction, queued.Row).Step ?? new Step(MovedTo: queued.Operator)))
                    .ToList(),
            CancellationToken.None);
        foreach (var (queued, step) in steps) Place(queued, step);
    }

    /// <summary>Ends replies that are in hand because their validity is over.</summary>
    public async Task ExpireAsync(IReadOnlyList<QueuedReply> replies)
    {
        var ended = await store.RunAsync(
            transaction =>
                replies
                    .Select(queued =>
                        (queued, News: transaction.Replies.ByRow(queued.Row) is { } reply ? ReplyLedger.Expire(transaction, reply) : null))
                    .ToList(),
            CancellationToken.None);
        foreach (var (queued, news) in ended) Place(queued, new Step(news));
    }

    private TimeSpan? Place(QueuedReply queued, Step step)
    {
        if (step.News is not null) counter.Count(step.News);
        if (step.MovedTo is { } operatorName) queue.Back(queued, operatorName);
        else if (step.Rest is null) queue.Done(queued);
        return step.Rest;
    }

    private Step Prepare(StoreTransaction transaction, long row)
    {
        var (step, reply) = Route(transaction, row);
        if (step is not null) return step;
        if (transaction.ReplyParts.Of(row).FirstOrDefault(part => part.AcceptedAt is null) is not { } next) return new Step();
        if (reply!.NotBefore is { } due && due > transaction.Now) return new Step(Rest: due - transaction.Now);
        return new Step(Submit: transaction.Submits.Insert(row, next.Number, reply.Operator, transaction.Now), Reply: reply, Part: next);
    }

    /// <summary>What there is to do before it can be written, or the reply that can be.</summary>
    private (Step? Step, Reply? Reply) Route(StoreTransaction transaction, long row)
    {
        if (transaction.Replies.ByRow(row) is not { Ended: false } reply) return (new Step(), null);
        if (reply.ValidUntil <= transaction.Now) return (new Step(ReplyLedger.Expire(transaction, reply)), null);
        var conversation = reply.Conversation is { } known ? transaction.Conversations.ByRow(known) : null;

        // What an operator has begun with stays with it for as long as it is there.
        var home = transaction.Submits.HasBegun(row) ? reply.Operator : reply.Home ?? conversation?.Operator ?? reply.Operator;
        var way = _route.Of(home, reply.Operator);
        if (way is null)
        {
            return (new Step(
                ReplyLedger.Fail(transaction, reply, "failed", "its operator is not configured any more", state: null, networkError: null)),
                null);
        }

        return way != reply.Operator && intake.Move(transaction, reply, conversation, way) ? (new Step(MovedTo: way), null) : (null, reply);
    }

    private static bool IsAllTaken(StoreTransaction transaction, long row) =>
        transaction.Replies.ByRow(row) is not { Ended: false } || transaction.ReplyParts.Of(row).All(part => part.AcceptedAt is not null);

    private async Task<TimeSpan?> SettleAsync(QueuedReply queued, Reply reply, long submit, RequestOutcome outcome)
    {
        var verdict = SubmitRule.Of(outcome);
        var status = outcome.Response?.Status;
        switch (verdict)
        {
            case SubmitVerdict.Taken:
                var messageId = ((SubmitSmResp)outcome.Response!).MessageId;
                var (news, isAll) = await store.RunAsync(
                    transaction =>
                        (ledger.Taken(transaction, submit, reply.Operator, reply.Row, messageId), IsAllTaken(transaction, reply.Row)),
                            CancellationToken.None);
                counter.Count(news);
                queued.Attempts = 0;
                if (isAll) queue.Done(queued);
                else queue.Back(queued, queued.Operator);
                return null;
            case SubmitVerdict.Refused:
                await EndAsync(queued, submit, transaction => ReplyLedger.Fail(
                    transaction, reply, "failed", $"the operator refused it: {status!.Value.SpecName()}", state: null, networkError: null));
                return null;
            case SubmitVerdict.Misconfigured:
                if (IsNews(reply.Operator, status!.Value)) Misconfigured(log, reply.Operator, status.Value.SpecName());
                break;
            case SubmitVerdict.Strange:
                if (IsNews(reply.Operator, status!.Value)) Strange(log, reply.Operator, status.Value.SpecName());
                break;
        }

        if (outcome.Result is RequestResult.Answered or RequestResult.NotWritten)
        {
            var told = await store.RunAsync(transaction =>
            {
                transaction.Submits.Delete(submit);
                return SubmitRule.Trouble(verdict, status) is { } trouble && transaction.Replies.ByRow(reply.Row) is { } current
                    && ReplyLedger.Trouble(transaction, current, trouble).IsTold;
            }, CancellationToken.None);
            if (told) queue.Told(queued.Row);
        }

        return SubmitBackoff.Wait(verdict, queued.Attempts++, Random.Shared.NextDouble());
    }

    /// <summary>Once a minute for each status is enough to know it by: ten thousand replies may meet it.</summary>
    private bool IsNews(string operatorName, CommandStatus status)
    {
        lock (_said)
        {
            var now = time.GetUtcNow();
            if (_said.TryGetValue((operatorName, status), out var at) && (now - at).Duration() < SayAgainAfter) return false;
            if (_said.Count >= MostSaid) _said.Clear();
            _said[(operatorName, status)] = now;
            return true;
        }
    }

    private async Task EndAsync(QueuedReply queued, long submit, Func<StoreTransaction, ReplyNews> end)
    {
        counter.Count(await store.RunAsync(transaction =>
        {
            transaction.Submits.Delete(submit);
            return end(transaction);
        }, CancellationToken.None));
        queue.Done(queued);
    }

    /// <summary>
    /// The answer that was not waited for any more: what the operator took then need not be written again, and its receipts are known.
    /// </summary>
    private async Task TakeLateAsync(QueuedReply queued, long submit, string operatorName, Task<Pdu> late)
    {
        try
        {
            var response = await late;
            counter.Count(await store.RunAsync(transaction =>
            {
                if (response is SubmitSmResp { Status: CommandStatus.Ok } taken)
                {
                    return ledger.Taken(transaction, submit, operatorName, queued.Row, taken.MessageId);
                }

                transaction.Submits.Delete(submit);
                return ReplyNews.None;
            }, CancellationToken.None));
            queue.Wake(queued.Row);
        }
        catch (OperationCanceledException)
        {
            // It never came.
        }
        catch (Exception error)
        {
            LateAnswerLost(log, operatorName, error.GetType().Name);
        }
    }

    [LoggerMessage(3002, LogLevel.Error,
        "{Operator} refuses the settings of our submit_sm: {Status}; replies wait, look at this operator's configuration")]
    private static partial void Misconfigured(ILogger logger, string @operator, string status);

    [LoggerMessage(3003, LogLevel.Error,
        "{Operator} answers a submit_sm with {Status}, which has no meaning there; taken for a passing error and tried again")]
    private static partial void Strange(ILogger logger, string @operator, string status);

    [LoggerMessage(3004, LogLevel.Error, "{Operator}: a late answer to a submit_sm could not be noted ({Error})")]
    private static partial void LateAnswerLost(ILogger logger, string @operator, string error);
}
