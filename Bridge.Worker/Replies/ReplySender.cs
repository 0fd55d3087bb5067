using Bridge.Protocol.Smpp;
using Bridge.Worker.Configuration;
using Bridge.Worker.Operators;
using Bridge.Worker.Store;
using Bridge.Worker.Supervision;

namespace Bridge.Worker.Replies;

/// <summary>
/// Keeps the replies going: each operator's turns, as its window and rate give them, to the reply that matters most at that moment. In a
/// turn the reply's way is decided, its next part noted in the store, written, and what became of that noted. A part is never written while
/// an answer to it is still waited for; one whose answer was lost is written again, for a doubled confirmation is better than none.
/// </summary>
internal sealed partial class ReplySender(
    BridgePlan plan, StoreWriter store, IOperatorTraffic traffic, ReplyQueue queue, ReplyRouting routing, ReplyProgress progress,
    TimeProvider time, ILogger<ReplySender> log) : BackgroundService
{
    /// <summary>Replies in one transaction: more would only make a text wait.</summary>
    public const int AtOnce = 256;

    private readonly LogOnce<(string Operator, CommandStatus Status)> _statuses = new(TimeSpan.FromMinutes(1), time);
    private CancellationToken _stopping;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _stopping = stoppingToken;
        try
        {
            foreach (var reply in await store.RunAsync(transaction => transaction.Replies.Unsent(), stoppingToken)) queue.Add(reply);
            await Task.WhenAll([RouteAsync(stoppingToken), .. plan.Operators.Select(op => FillSlotsAsync(op.Name, stoppingToken))]);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Unfinished replies are in the store and go on at the next start; what is being written is still noted.
        }
    }

    /// <summary>Decides the way of replies that are in hand again, and gives each back to its operator's queue.</summary>
    public async Task RouteAsync(IReadOnlyList<QueuedReply> replies)
    {
        var steps = await store.RunAsync(
            transaction => replies.Select(
                queued => (queued, Step: Route(transaction, queued.Row).Step ?? Step.To(queued.Operator))).ToList(),
            CancellationToken.None);
        foreach (var (queued, step) in steps) Put(queued, step);
    }

    /// <summary>Ends replies that are in hand because their validity is over.</summary>
    public async Task ExpireAsync(IReadOnlyList<QueuedReply> replies)
    {
        await store.RunAsync(
            transaction =>
            {
                foreach (var queued in replies)
                {
                    if (transaction.Replies.ByRow(queued.Row) is { } reply) progress.Expire(transaction, reply);
                }
            },
            CancellationToken.None);
        foreach (var queued in replies) queue.Remove(queued);
    }

    private async Task RouteAsync(CancellationToken cancel)
    {
        while (true)
        {
            await queue.WhenToRouteAsync(cancel);
            var some = queue.TakeToRoute(AtOnce);
            try
            {
                await RouteAsync(some);
            }
            catch (Exception error)
            {
                if (!cancel.IsCancellationRequested) SendingFailed(log, error.GetType().Name);
                foreach (var reply in some) queue.GiveBack(reply, reply.Operator);
            }
        }
    }

    private async Task FillSlotsAsync(string operatorName, CancellationToken cancel)
    {
        while (true)
        {
            await queue.WhenReadyAsync(operatorName, cancel);
            await traffic.WaitUntilCanSubmitAsync(operatorName, cancel);
            var slot = await traffic.WaitForSlotAsync(operatorName, cancel);

            // Chosen now that there is room, and not before: what came while we waited may matter more.
            if (queue.Take(operatorName) is { } reply) _ = UseSlotAsync(slot, reply);
            else slot.Dispose();
        }
    }

    private async Task UseSlotAsync(ISubmitSlot slot, QueuedReply queued)
    {
        var step = Step.ToRest(Backoff.LongestAfterSubmit);
        try
        {
            using (slot) step = await SendAsync(queued, slot);
        }
        catch (Exception error)
        {
            if (!_stopping.IsCancellationRequested) SendingFailed(log, error.GetType().Name);
        }

        Put(queued, step);
    }

    private void Put(QueuedReply queued, Step step)
    {
        if (step.Operator is { } operatorName) queue.GiveBack(queued, operatorName);
        else if (step.Rest is { } wait) queue.Rest(queued, wait);
        else queue.Remove(queued);
    }

    /// <summary>Uses the slot for the next part. Throws only when the store takes nothing.</summary>
    private async Task<Step> SendAsync(QueuedReply queued, ISubmitSlot slot)
    {
        var step = await store.RunAsync(transaction => Prepare(transaction, queued.Row), CancellationToken.None);
        if (step.Writing is not { } writing) return step;
        var pdu = SubmitBuilder.Build(writing.Reply, writing.Part, plan.Operator(writing.Reply.Operator)!, writing.At);
        RequestOutcome outcome;
        try
        {
            outcome = await slot.SubmitAsync(pdu, SubmitVerdicts.IsAboutLink);
        }
        catch (ArgumentException)
        {
            await store.RunAsync(transaction => CannotBeWritten(transaction, writing), CancellationToken.None);
            return Step.Done;
        }

        if (outcome.Late is { } late) _ = TakeLateAnswerAsync(queued, writing, late);
        var answeredAt = time.GetUtcNow();
        return await store.RunAsync(
            transaction => NoteAnswer(transaction, queued, writing with { Pdu = pdu }, outcome, answeredAt), CancellationToken.None);
    }

    private Step Prepare(StoreTransaction transaction, long row)
    {
        var (step, reply) = Route(transaction, row);
        if (step is not null) return step;
        if (transaction.ReplyParts.ForReply(row).FirstOrDefault(part => part.AcceptedAt is null) is not { } next) return Step.Done;
        if (reply!.NotBefore is { } due && due > transaction.Now) return Step.ToRest(due - transaction.Now);
        var submit = transaction.Submits.Insert(row, next.Number, reply.Operator, transaction.Now);
        return new Step(Writing: new Writing(submit, reply, next, transaction.Now));
    }

    /// <summary>What there is to do before it can be written, or the reply that can be.</summary>
    private (Step? Step, Reply? Reply) Route(StoreTransaction transaction, long row)
    {
        if (transaction.Replies.ByRow(row) is not { Ended: false } reply) return (Step.Done, null);
        if (reply.ValidUntil <= transaction.Now)
        {
            progress.Expire(transaction, reply);
            return (Step.Done, null);
        }

        if (routing.OperatorFor(transaction, reply) is not { } operatorName)
        {
            progress.Fail(transaction, reply, "its operator is not configured any more");
            return (Step.Done, null);
        }

        return operatorName != reply.Operator && routing.TryMove(transaction, reply, operatorName)
            ? (Step.To(operatorName), null)
            : (null, reply);
    }

    /// <summary>No submit_sm can hold this; trying again cannot change it.</summary>
    private void CannotBeWritten(StoreTransaction transaction, Writing writing)
    {
        transaction.Submits.Delete(writing.Submit);
        progress.Fail(transaction, writing.Reply, "it cannot be written as a submit_sm");
    }

    /// <summary>The try and its answer on record, and what follows for the reply, in one transaction.</summary>
    private Step NoteAnswer(
        StoreTransaction transaction, QueuedReply queued, Writing writing, RequestOutcome outcome, DateTimeOffset answeredAt)
    {
        var (submit, reply) = (writing.Submit, writing.Reply);

        // What was never written was never sent.
        if (outcome.Result != RequestResult.NotWritten)
        {
            transaction.Records.Submit(reply, writing.Part.Number, writing.Pdu!, writing.At, outcome, answeredAt);
        }

        var verdict = SubmitVerdicts.Classify(outcome);
        if (verdict == SubmitVerdict.Accepted)
        {
            progress.Accepted(transaction, submit, reply.Operator, reply.Row, ((SubmitSmResp)outcome.Response!).MessageId);
            transaction.AfterCommit(() => queued.Attempts = 0);
            return IsAllAccepted(transaction, reply.Row) ? Step.Done : Step.To(queued.Operator);
        }

        if (outcome.Result is RequestResult.Answered or RequestResult.NotWritten) transaction.Submits.Delete(submit);
        if (verdict == SubmitVerdict.Refused)
        {
            progress.Fail(transaction, reply, $"the operator refused it: {outcome.Response!.Status.SpecName()}");
            return Step.Done;
        }

        var status = outcome.Response?.Status;
        if (status is { } known) transaction.AfterCommit(() => LogStatus(reply.Operator, verdict, known));
        if (SubmitVerdicts.Trouble(verdict, status) is { } trouble && transaction.Replies.ByRow(reply.Row) is { } current)
        {
            progress.TellTrouble(transaction, current, trouble);
        }

        var attempts = queued.Attempts;
        transaction.AfterCommit(() => queued.Attempts = attempts + 1);
        return Step.ToRest(Backoff.AfterSubmit(verdict, attempts, Random.Shared.NextDouble()));
    }

    private static bool IsAllAccepted(StoreTransaction transaction, long row) =>
        transaction.Replies.ByRow(row) is not { Ended: false }
        || transaction.ReplyParts.ForReply(row).All(part => part.AcceptedAt is not null);

    /// <summary>
    /// The answer that was not waited for any more: what the operator accepted then need not be written again, and its receipts are known.
    /// </summary>
    private async Task TakeLateAnswerAsync(QueuedReply queued, Writing writing, Task<Pdu> late)
    {
        var operatorName = writing.Reply.Operator;
        try
        {
            var response = await late;
            await store.RunAsync(
                transaction =>
                {
                    if (response is SubmitSmResp { Status: CommandStatus.Ok } accepted)
                    {
                        progress.Accepted(transaction, writing.Submit, operatorName, queued.Row, accepted.MessageId);
                    }
                    else
                    {
                        transaction.Submits.Delete(writing.Submit);
                    }
                },
                CancellationToken.None);
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

    private void LogStatus(string operatorName, SubmitVerdict verdict, CommandStatus status)
    {
        if (verdict is not (SubmitVerdict.Misconfigured or SubmitVerdict.Unexpected)) return;
        if (!_statuses.IsDue((operatorName, status))) return;
        if (verdict == SubmitVerdict.Misconfigured) Misconfigured(log, operatorName, status.SpecName());
        else UnexpectedStatus(log, operatorName, status.SpecName());
    }

    /// <summary>
    /// What is to be done with a reply that is in hand: write a part, give it back to an operator's queue, rest, or nothing more.
    /// </summary>
    private sealed record Step(string? Operator = null, TimeSpan? Rest = null, Writing? Writing = null)
    {
        public static Step Done { get; } = new();

        public static Step To(string operatorName) => new(Operator: operatorName);

        public static Step ToRest(TimeSpan wait) => new(Rest: wait);
    }

    /// <summary>A part that is about to be written, and the row of the submit that says so.</summary>
    private sealed record Writing(long Submit, Reply Reply, ReplyPart Part, DateTimeOffset At)
    {
        public SubmitSm? Pdu { get; init; }
    }

    [LoggerMessage(3001, LogLevel.Error, "A reply could not be sent now ({Error}); it is tried again")]
    private static partial void SendingFailed(ILogger logger, string error);

    [LoggerMessage(3002, LogLevel.Error,
        "{Operator} refuses the settings of our submit_sm: {Status}; replies wait, look at this operator's configuration")]
    private static partial void Misconfigured(ILogger logger, string @operator, string status);

    [LoggerMessage(3003, LogLevel.Error,
        "{Operator} answers a submit_sm with {Status}, which has no meaning there; treated as a passing error and tried again")]
    private static partial void UnexpectedStatus(ILogger logger, string @operator, string status);

    [LoggerMessage(3004, LogLevel.Error, "{Operator}: a late answer to a submit_sm could not be noted ({Error})")]
    private static partial void LateAnswerLost(ILogger logger, string @operator, string error);
}
