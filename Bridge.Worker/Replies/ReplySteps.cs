using Bridge.Protocol.Smpp;
using Bridge.Worker.Store;
using Bridge.Worker.Supervision;

namespace Bridge.Worker.Replies;

/// <summary>What is to be done next with a reply that is in hand. Without any of these, nothing of it is to be written any more.</summary>
/// <param name="Operator">It goes back to this operator's queue.</param>
/// <param name="Rest">It rests for so long.</param>
/// <param name="Submit">This is to be written.</param>
internal sealed record ReplyStep(string? Operator = null, TimeSpan? Rest = null, PendingSubmit? Submit = null)
{
    public static ReplyStep Done { get; } = new();

    public static ReplyStep GiveBackTo(string operatorName) => new(Operator: operatorName);

    public static ReplyStep RestFor(TimeSpan wait) => new(Rest: wait);
}

/// <summary>A part that is about to be written.</summary>
/// <param name="Row">The submit in the store that stands for it.</param>
/// <param name="At">When it was noted there.</param>
internal sealed record PendingSubmit(long Row, Reply Reply, ReplyPart Part, DateTimeOffset At);

/// <summary>
/// What the sending of replies reads and notes in the store: the reply's way and its next part before the writing, the operator's
/// response after it. On the writer's thread.
/// </summary>
internal sealed partial class ReplySteps(
    ReplyRouting routing, ReplyProgress progress, TimeProvider time, ILogger<ReplySteps> log)
{
    private readonly LogOnce<(string Operator, CommandStatus Status)> _statuses = new(TimeSpan.FromMinutes(1), time);

    /// <summary>Notes the submit of the reply's next part, unless something else has to be done first.</summary>
    public ReplyStep Prepare(StoreTransaction transaction, long row)
    {
        var (step, reply) = Route(transaction, row);
        if (step is not null) return step;
        if (transaction.ReplyParts.ForReply(row).FirstOrDefault(part => part.AcceptedAt is null) is not { } next) return ReplyStep.Done;
        if (reply!.NotBefore is { } due && due > transaction.Now) return ReplyStep.RestFor(due - transaction.Now);
        var submit = transaction.Submits.Insert(row, next.Number, reply.Operator, transaction.Now);
        return new ReplyStep(Submit: new PendingSubmit(submit, reply, next, transaction.Now));
    }

    /// <summary>Decides the reply's way again.</summary>
    public ReplyStep RouteAgain(StoreTransaction transaction, QueuedReply queued) =>
        Route(transaction, queued.Row).Step ?? ReplyStep.GiveBackTo(queued.Operator);

    /// <summary>The reply's validity is over.</summary>
    public void Expire(StoreTransaction transaction, long row)
    {
        if (transaction.Replies.ByRow(row) is { } reply) progress.Expire(transaction, reply);
    }

    /// <summary>No submit_sm can hold this part, and no retry can change that.</summary>
    public void FailUnwritable(StoreTransaction transaction, PendingSubmit submit)
    {
        transaction.Submits.Delete(submit.Row);
        progress.Fail(transaction, submit.Reply, "it cannot be written as a submit_sm");
    }

    /// <summary>Notes what was written and how it was answered, and what follows for the reply, in one transaction.</summary>
    /// <param name="pdu">What was written.</param>
    public ReplyStep NoteAnswer(
        StoreTransaction transaction, QueuedReply queued, PendingSubmit submit, SubmitSm pdu, RequestOutcome outcome,
        DateTimeOffset answeredAt)
    {
        var reply = submit.Reply;

        // What was not written was not sent.
        if (outcome.Result != RequestResult.NotWritten)
        {
            transaction.Records.Submit(reply, submit.Part.Number, pdu, submit.At, outcome, answeredAt);
        }

        var verdict = SubmitVerdicts.Classify(outcome);
        if (verdict == SubmitVerdict.Accepted)
        {
            progress.Accepted(transaction, submit.Row, reply.Operator, reply.Row, ((SubmitSmResp)outcome.Response!).MessageId);
            transaction.AfterCommit(() => queued.Attempts = 0);
            return IsAllAccepted(transaction, reply.Row) ? ReplyStep.Done : ReplyStep.GiveBackTo(queued.Operator);
        }

        if (outcome.Result is RequestResult.Answered or RequestResult.NotWritten) transaction.Submits.Delete(submit.Row);
        if (verdict == SubmitVerdict.Refused)
        {
            progress.Fail(transaction, reply, $"the operator refused it: {outcome.Response!.Status.SpecName()}");
            return ReplyStep.Done;
        }

        var status = outcome.Response?.Status;
        if (status is { } known) transaction.AfterCommit(() => LogStatus(reply.Operator, verdict, known));
        if (SubmitVerdicts.Trouble(verdict, status) is { } trouble && transaction.Replies.ByRow(reply.Row) is { } current)
        {
            progress.TellTrouble(transaction, current, trouble);
        }

        var attempts = queued.Attempts;
        transaction.AfterCommit(() => queued.Attempts = attempts + 1);
        return ReplyStep.RestFor(Backoff.AfterSubmit(verdict, attempts, Random.Shared.NextDouble()));
    }

    /// <summary>
    /// A response that was not waited for any more. If the operator has accepted the part, it need not be written again, and its receipts
    /// are matched.
    /// </summary>
    public void NoteLateAnswer(StoreTransaction transaction, PendingSubmit submit, Pdu response)
    {
        if (response is SubmitSmResp { Status: CommandStatus.Ok } accepted)
        {
            progress.Accepted(transaction, submit.Row, submit.Reply.Operator, submit.Reply.Row, accepted.MessageId);
        }
        else
        {
            transaction.Submits.Delete(submit.Row);
        }
    }

    /// <returns>What has to be done before the reply can be written, or the reply that can be written now.</returns>
    private (ReplyStep? Step, Reply? Reply) Route(StoreTransaction transaction, long row)
    {
        if (transaction.Replies.ByRow(row) is not { Ended: false } reply) return (ReplyStep.Done, null);
        if (reply.ValidUntil <= transaction.Now)
        {
            progress.Expire(transaction, reply);
            return (ReplyStep.Done, null);
        }

        if (routing.OperatorFor(transaction, reply) is not { } operatorName)
        {
            progress.Fail(transaction, reply, "its operator is not configured any more");
            return (ReplyStep.Done, null);
        }

        return operatorName != reply.Operator && routing.TryMove(transaction, reply, operatorName)
            ? (ReplyStep.GiveBackTo(operatorName), null)
            : (null, reply);
    }

    private static bool IsAllAccepted(StoreTransaction transaction, long row) =>
        transaction.Replies.ByRow(row) is not { Ended: false }
        || transaction.ReplyParts.ForReply(row).All(part => part.AcceptedAt is not null);

    private void LogStatus(string operatorName, SubmitVerdict verdict, CommandStatus status)
    {
        if (verdict is not (SubmitVerdict.Misconfigured or SubmitVerdict.Unexpected)) return;
        if (!_statuses.IsDue((operatorName, status))) return;
        if (verdict == SubmitVerdict.Misconfigured) Misconfigured(log, operatorName, status.SpecName());
        else UnexpectedStatus(log, operatorName, status.SpecName());
    }

    [LoggerMessage(3002, LogLevel.Error,
        "{Operator} refuses the settings of our submit_sm: {Status}; replies wait, look at this operator's configuration")]
    private static partial void Misconfigured(ILogger logger, string @operator, string status);

    [LoggerMessage(3003, LogLevel.Error,
        "{Operator} answers a submit_sm with {Status}, which has no meaning there; treated as a passing error and tried again")]
    private static partial void UnexpectedStatus(ILogger logger, string @operator, string status);
}
