using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Protocol.Text;
using Bridge.Worker.Configuration;
using Bridge.Worker.Store;

namespace Bridge.Worker.Replies;

/// <summary>
/// Notes each step of a reply's life in the store, together with the event that tells the centre of it. The queue and the counters follow
/// after the commit. On the writer's thread.
/// </summary>
internal sealed class ReplyProgress(
    BridgePlan plan, AnsweredReports reports, ReplyQueue queue, IReplyMetrics metrics, IEnumerable<IAutomaticText> automaticTexts)
{
    /// <summary>
    /// A receipt may come before the response that names its id, but not by more than this: operators use an id again after weeks.
    /// </summary>
    private static readonly TimeSpan ReceiptsAheadFor = TimeSpan.FromHours(1);

    private readonly Dictionary<OutboundKind, IAutomaticText> _automatic = automaticTexts.ToDictionary(text => text.Kind);

    /// <summary>
    /// An operator has accepted what was written as <paramref name="submit"/>, with the response that was waited for or with a late one.
    /// </summary>
    /// <param name="row">The reply's.</param>
    /// <param name="messageId">The operator's own, from submit_sm_resp.</param>
    public void Accepted(StoreTransaction transaction, long submit, string operatorName, long row, string messageId)
    {
        var key = messageId.Length == 0 ? null : NormalizedMessageId.FromSubmitResp(messageId);
        transaction.Submits.SetAnswered(submit, messageId, key, transaction.Now);
        if (transaction.Replies.ByRow(row) is not { } reply || transaction.Submits.NumberOf(submit) is not { } number) return;
        if (number != Submit.GivenUp && !reply.Ended) PartAccepted(transaction, reply, number, messageId);
        if (key is null) return;
        transaction.Records.AssignReceipt(row, number, operatorName, key);
        foreach (var pdu in transaction.Receipts.Take(operatorName, key, transaction.Now - ReceiptsAheadFor))
        {
            if (DeliveryReceipt.Read(PduCodec.Decode(pdu)) is { } early && transaction.Submits.ByMessage(operatorName, key) is { } known)
            {
                ApplyReceipt(transaction, known, early);
            }
        }
    }

    /// <summary>
    /// Notes what a receipt says of a submit. A final state stays, with one exception: DELIVERED replaces another, because the handset has
    /// the text then.
    /// </summary>
    public ReceiptMatch ApplyReceipt(StoreTransaction transaction, Submit submit, DeliveryReceipt receipt)
    {
        if (transaction.Replies.ByRow(submit.Reply) is not { } reply) return ReceiptMatch.None;
        if (receipt.State is not { } state) return ReceiptMatch.Reply;
        var meaning = ReceiptMeanings.Classify(state, receipt.NetworkError);
        if (meaning == ReceiptMeaning.UnderWay || submit.State == MessageState.Delivered) return ReceiptMatch.Reply;
        if (ReceiptMeanings.IsFinal(submit.State) && meaning != ReceiptMeaning.Delivered) return ReceiptMatch.Reply;

        transaction.Submits.SetState(submit.Row, state, receipt.NetworkError, transaction.Now);
        if (submit.Number == Submit.GivenUp) return ReceiptMatch.Reply;
        if (reply.Ended)
        {
            if (meaning != ReceiptMeaning.Delivered) return ReceiptMatch.Reply;
            DeliveredLate(transaction, reply, submit.Number);
            return ReceiptMatch.EndedReply;
        }

        if (meaning == ReceiptMeaning.Delivered)
        {
            PartDelivered(transaction, reply, submit.Number);
        }
        else if (IsLastChance(transaction, reply, submit))
        {
            NotDelivered(transaction, reply, submit.Number, meaning, state, receipt.NetworkError);
        }

        return ReceiptMatch.Reply;
    }

    /// <summary>Nothing more is tried. A reply that has ended already is left as it is.</summary>
    /// <param name="reason">In words, without any content.</param>
    /// <param name="state">SMPP's word for its state; null: no receipt came.</param>
    public void Fail(
        StoreTransaction transaction, Reply reply, string reason, string? state = null, NetworkError? networkError = null,
        ReplyOutcome outcome = ReplyOutcome.Failed)
    {
        if (transaction.Replies.ByRow(reply.Row) is not { Ended: false }) return;
        End(transaction, reply, outcome);
        if (_automatic.TryGetValue(reply.Kind, out var automatic)) automatic.Failed(transaction, reply, reason);
        else Append(transaction, reply, FailedEvent(reply, reason, state, networkError, final: true));
    }

    /// <summary>Its validity is over. The reason is the best that is known.</summary>
    public void Expire(StoreTransaction transaction, Reply reply)
    {
        var last = transaction.Submits.LastFailure(reply.Row);
        if (ReceiptMeanings.IsInboxFull(last?.Error))
        {
            Fail(
                transaction, reply, ReceiptMeanings.InboxIsFull + ", and was while the reply was valid",
                ReceiptMeanings.InWords(last!.Value.State), last.Value.Error, ReplyOutcome.Expired);
        }
        else if (reply.AcceptedAt is not null)
        {
            Fail(
                transaction, reply, "no receipt came while it was valid: whether it was delivered is not known",
                last?.State == MessageState.Unknown ? ReceiptMeanings.InWords(MessageState.Unknown) : null, outcome: ReplyOutcome.Expired);
        }
        else
        {
            var trouble = reply.TroubleTold is { } told ? $": {told}" : "";
            Fail(
                transaction, reply, "the operator did not take it while it was valid" + trouble, "EXPIRED", outcome: ReplyOutcome.Expired);
        }
    }

    /// <summary>Tells the centre that a reply is not delivered yet and is still tried; once for each reason.</summary>
    /// <param name="reason">In words, without any content.</param>
    public void TellTrouble(
        StoreTransaction transaction, Reply reply, string reason, MessageState? state = null, NetworkError? networkError = null)
    {
        transaction.AfterCommit(() => queue.MarkTrouble(reply.Row));
        if (reply.TroubleTold == reason || reply.Ended) return;
        transaction.Replies.SetTroubleTold(reply.Row, reason);
        if (_automatic.ContainsKey(reply.Kind)) return;
        var inWords = state is { } known ? ReceiptMeanings.InWords(known) : null;
        Append(transaction, reply, FailedEvent(reply, reason + "; still trying", inWords, networkError, final: false));
    }

    private void PartAccepted(StoreTransaction transaction, Reply reply, int number, string messageId)
    {
        transaction.ReplyParts.SetAccepted(reply.Row, number, messageId, transaction.Now);
        var parts = transaction.ReplyParts.ForReply(reply.Row);
        if (reply.AcceptedAt is not null || !parts.All(part => part.AcceptedAt is not null)) return;
        transaction.Replies.SetAccepted(reply.Row, transaction.Now);
        var isFinal = plan.Operator(reply.Operator) is not { Receipts: true };
        if (_automatic.TryGetValue(reply.Kind, out var automatic)) automatic.Accepted(transaction, reply, isFinal);
        else Append(transaction, reply, AcceptedEvent(transaction, reply, parts));
        if (isFinal)
        {
            End(transaction, reply, ReplyOutcome.Accepted);
            reports.Confirm(transaction, reply);
        }
        else
        {
            Count(transaction, reply, ReplyOutcome.Accepted);
        }
    }

    private void PartDelivered(StoreTransaction transaction, Reply reply, int number)
    {
        var parts = transaction.ReplyParts.ForReply(reply.Row);
        if (parts.FirstOrDefault(part => part.Number == number) is not { } part) return;

        // The handset may have it although an earlier receipt denied that: then it need not be written again.
        if (part.AcceptedAt is null) transaction.ReplyParts.SetAccepted(reply.Row, number, part.MessageId ?? "", transaction.Now);
        transaction.ReplyParts.SetState(reply.Row, number, MessageState.Delivered, transaction.Now);
        if (!IsDelivered(transaction, reply)) return;
        End(transaction, reply, ReplyOutcome.Delivered);
        if (_automatic.TryGetValue(reply.Kind, out var automatic))
        {
            automatic.Delivered(transaction, reply);
        }
        else
        {
            Append(transaction, reply, new ReplyDelivered(reply.CommandId, transaction.Now)
            {
                PossibleDuplicate = transaction.Submits.MayShowTwice(reply.Row),
            });
        }

        reports.Confirm(transaction, reply);
    }

    /// <summary>The centre was told of another end, but the person has the text and relies on it.</summary>
    private void DeliveredLate(StoreTransaction transaction, Reply reply, int number)
    {
        transaction.ReplyParts.SetState(reply.Row, number, MessageState.Delivered, transaction.Now);
        if (!_automatic.TryGetValue(reply.Kind, out var automatic) || !IsDelivered(transaction, reply)) return;
        automatic.DeliveredLate(transaction, reply);
    }

    /// <summary>Whether no other submit of the part may still be delivered.</summary>
    private static bool IsLastChance(StoreTransaction transaction, Reply reply, Submit submit) =>
        transaction.ReplyParts.ForReply(reply.Row).FirstOrDefault(part => part.Number == submit.Number) is { AcceptedAt: not null } part
        && part.State != MessageState.Delivered
        && !transaction.Submits.HasAnotherChance(reply.Row, submit.Number, submit.Row);

    private void NotDelivered(
        StoreTransaction transaction, Reply reply, int number, ReceiptMeaning meaning, MessageState state, NetworkError? error)
    {
        switch (meaning)
        {
            case ReceiptMeaning.Unknown:
                TellTrouble(transaction, reply, "the operator does not know what became of it", state, error);
                break;
            case ReceiptMeaning.InboxFull:
                RetryLater(transaction, reply, number, state, error);
                break;
            default:
                Fail(transaction, reply, "the operator could not deliver it", ReceiptMeanings.InWords(state), error);
                break;
        }
    }

    private void RetryLater(StoreTransaction transaction, Reply reply, int number, MessageState state, NetworkError? error)
    {
        var failures = transaction.Submits.CountFailures(reply.Row, number);
        if (Backoff.AfterFullInbox(failures, reply.ValidUntil - transaction.Now, Random.Shared.NextDouble()) is not { } wait)
        {
            Fail(transaction, reply, ReceiptMeanings.InboxIsFull, ReceiptMeanings.InWords(state), error);
            return;
        }

        transaction.ReplyParts.Reopen(reply.Row, number);
        TellTrouble(transaction, reply, ReceiptMeanings.InboxIsFull, state, error);
        var again = reply with { TroubleTold = ReceiptMeanings.InboxIsFull, NotBefore = transaction.Now + wait };
        transaction.Replies.Postpone(reply.Row, transaction.Now + wait);
        transaction.AfterCommit(() => queue.Add(again));
    }

    private static bool IsDelivered(StoreTransaction transaction, Reply reply) =>
        transaction.ReplyParts.ForReply(reply.Row).All(part => part.State == MessageState.Delivered);

    private void End(StoreTransaction transaction, Reply reply, ReplyOutcome outcome)
    {
        transaction.Replies.End(reply.Row, transaction.Now, outcome);
        Count(transaction, reply, outcome);
    }

    private void Count(StoreTransaction transaction, Reply reply, ReplyOutcome outcome) => transaction.AfterCommit(() =>
    {
        if (_automatic.TryGetValue(reply.Kind, out var automatic)) automatic.Count(reply, outcome);
        else metrics.Reply(reply.Operator, reply.Kind, outcome);
    });

    private ReplyAccepted AcceptedEvent(StoreTransaction transaction, Reply reply, IReadOnlyList<ReplyPart> parts) =>
        new(reply.CommandId, reply.Report, reply.Operator, [.. parts.Select(part => new AcceptedPart(part.MessageId ?? ""))])
        {
            Problems = DisplayProblems(transaction, reply),
            PossibleDuplicate = transaction.Submits.MayShowTwice(reply.Row),
        };

    private static ReplyFailed FailedEvent(Reply reply, string reason, string? state, NetworkError? networkError, bool final) =>
        new(reply.CommandId, reason, state, networkError is { } error ? new NetworkErrorData(error.Type, error.Code) : null, final);

    private IReadOnlyList<string> DisplayProblems(StoreTransaction transaction, Reply reply)
    {
        if (plan.Operator(reply.Operator) is not { Displays: not Displays.All } operatorPlan) return [];
        if (transaction.Replies.TextOf(reply.Row) is not { } text) return [];
        return DisplayRule.CountUnshowable(text, operatorPlan.Displays) is > 0 and var count
            ? [$"characters that this operator's phones cannot show: {count}"]
            : [];
    }

    private static void Append(StoreTransaction transaction, Reply reply, EventData data) => transaction.Events.Append(
        data, transaction.Now, reply.Operator, reply.Conversation is { } row ? transaction.Conversations.ByRow(row)?.Id : null);
}
