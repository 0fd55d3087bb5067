using Bridge.Protocol.Smpp;
using Bridge.Worker.Configuration;
using Bridge.Worker.Operators;
using Bridge.Worker.Store;

namespace Bridge.Worker.Replies;

/// <summary>
/// Sends the replies. Whenever an operator's window and rate allow a submit_sm, the reply that matters most at that moment gets the slot:
/// its way is decided, its next part is noted in the store and written, and the answer is noted. A part is never written while an answer to
/// it is still waited for. One whose answer was lost is written again: a doubled confirmation is better than none.
/// </summary>
internal sealed partial class ReplySender(
    BridgePlan plan, StoreWriter store, IOperatorTraffic traffic, ReplyQueue queue, ReplySteps steps, TimeProvider time,
    ILogger<ReplySender> log) : BackgroundService
{
    /// <summary>Replies in one transaction: more of them would make a text wait.</summary>
    public const int MaxRepliesAtOnce = 256;

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
        var routed = await store.RunAsync(
            transaction => replies.Select(queued => (queued, Step: steps.RouteAgain(transaction, queued))).ToList(),
            CancellationToken.None);
        foreach (var (queued, step) in routed) PutBack(queued, step);
    }

    /// <summary>Ends replies that are in hand because their validity is over.</summary>
    public async Task ExpireAsync(IReadOnlyList<QueuedReply> replies)
    {
        await store.RunAsync(
            transaction =>
            {
                foreach (var queued in replies) steps.Expire(transaction, queued.Row);
            },
            CancellationToken.None);
        foreach (var queued in replies) queue.Remove(queued);
    }

    private async Task RouteAsync(CancellationToken cancel)
    {
        while (true)
        {
            await queue.WhenToRouteAsync(cancel);
            var some = queue.TakeToRoute(MaxRepliesAtOnce);
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
        var step = ReplyStep.RestFor(Backoff.LongestAfterSubmit);
        try
        {
            using (slot) step = await SendAsync(queued, slot);
        }
        catch (Exception error)
        {
            if (!_stopping.IsCancellationRequested) SendingFailed(log, error.GetType().Name);
        }

        PutBack(queued, step);
    }

    /// <summary>Carries out a step that writes nothing.</summary>
    private void PutBack(QueuedReply queued, ReplyStep step)
    {
        if (step.Operator is { } operatorName) queue.GiveBack(queued, operatorName);
        else if (step.Rest is { } wait) queue.Rest(queued, wait);
        else queue.Remove(queued);
    }

    /// <summary>Uses the slot for the next part. Throws only when the store takes nothing.</summary>
    private async Task<ReplyStep> SendAsync(QueuedReply queued, ISubmitSlot slot)
    {
        var step = await store.RunAsync(transaction => steps.Prepare(transaction, queued.Row), CancellationToken.None);
        if (step.Submit is not { } submit) return step;
        var pdu = SubmitBuilder.Build(submit.Reply, submit.Part, plan.Operator(submit.Reply.Operator)!, submit.At);
        RequestOutcome outcome;
        try
        {
            outcome = await slot.SubmitAsync(pdu, SubmitVerdicts.IsAboutLink);
        }
        catch (ArgumentException)
        {
            await store.RunAsync(transaction => steps.FailUnwritable(transaction, submit), CancellationToken.None);
            return ReplyStep.Done;
        }

        if (outcome.Late is { } late) _ = NoteLateAnswerAsync(queued, submit, late);
        var answeredAt = time.GetUtcNow();
        return await store.RunAsync(
            transaction => steps.NoteAnswer(transaction, queued, submit, pdu, outcome, answeredAt), CancellationToken.None);
    }

    private async Task NoteLateAnswerAsync(QueuedReply queued, PendingSubmit submit, Task<Pdu> late)
    {
        try
        {
            var response = await late;
            await store.RunAsync(transaction => steps.NoteLateAnswer(transaction, submit, response), CancellationToken.None);
            queue.Wake(queued.Row);
        }
        catch (OperationCanceledException)
        {
            // It never came.
        }
        catch (Exception error)
        {
            LateAnswerLost(log, submit.Reply.Operator, error.GetType().Name);
        }
    }

    [LoggerMessage(3001, LogLevel.Error, "A reply could not be sent now ({Error}); it is tried again")]
    private static partial void SendingFailed(ILogger logger, string error);

    [LoggerMessage(3004, LogLevel.Error, "{Operator}: a late answer to a submit_sm could not be noted ({Error})")]
    private static partial void LateAnswerLost(ILogger logger, string @operator, string error);
}
