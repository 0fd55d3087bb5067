using Bridge.Protocol.Smpp;
using Bridge.Protocol.Text;
using Bridge.Worker.Configuration;
using Bridge.Worker.Store;

namespace Bridge.Worker.Replies;

/// <summary>
/// Every step of a reply's life in the store, with the event that tells the centre of it, in one transaction. On the writer's thread.
/// </summary>
internal sealed class ReplyLedger(BridgePlan plan)
{
    /// <summary>A receipt may run ahead of the answer that names its id, but not by longer than this; ids come again after weeks.</summary>
    private static readonly TimeSpan ReceiptsAheadFor = TimeSpan.FromHours(1);

    /// <summary>
    /// An operator took what was written as <paramref name="submit"/>, at once or after all. <paramref name="messageId"/> is its own, from
    /// submit_sm_resp.
    /// </summary>
    public ReplyNews Taken(StoreTransaction transaction, long submit, string operatorName, long row, string messageId)
    {
        var key = messageId.Length == 0 ? null : NormalizedMessageId.FromSubmitResp(messageId);
        transaction.Submits.Answered(submit, messageId, key, transaction.Now);
        if (transaction.Replies.ByRow(row) is not { } reply || transaction.Submits.NumberOf(submit) is not { } number)
        {
            return ReplyNews.None;
        }

        var news = number == Submit.GivenUp || reply.Ended ? ReplyNews.Nothing(reply) : PartTaken(transaction, reply, number, messageId);
        if (key is null) return news;
        transaction.Records.Adopt(row, number, operatorName, key);
        foreach (var pdu in transaction.Receipts.Take(operatorName, key, transaction.Now - ReceiptsAheadFor))
        {
            if (DeliveryReceipt.Read(PduCodec.Decode(pdu)) is { } early && transaction.Submits.ByMessage(operatorName, key) is { } known)
            {
                news = Merge(news, Receipt(transaction, known, early) ?? ReplyNews.None);
            }
        }

        return news;
    }

    /// <summary>
    /// What a receipt says of a submit. A final state never goes back, but for one step: DELIVERED after another, for the handset does have
    /// it then. Null when the reply is not in the store any more.
    /// </summary>
    public static ReplyNews? Receipt(StoreTransaction transaction, Submit submit, DeliveryReceipt receipt)
    {
        if (transaction.Replies.ByRow(submit.Reply) is not { } reply) return null;
        if (receipt.State is not { } state) return ReplyNews.Nothing(reply);
        var meaning = ReceiptRule.Of(state, receipt.NetworkError);
        if (meaning == ReceiptMeaning.Passing || submit.State == MessageState.Delivered) return ReplyNews.Nothing(reply);
        if (ReceiptRule.IsFinal(submit.State) && meaning != ReceiptMeaning.Delivered) return ReplyNews.Nothing(reply);

        transaction.Submits.SetState(submit.Row, state, receipt.NetworkError, transaction.Now);
        if (submit.Number == Submit.GivenUp) return ReplyNews.Nothing(reply);
        if (reply.Ended)
        {
            return meaning == ReceiptMeaning.Delivered ? DeliveredLate(transaction, reply, submit.Number) : ReplyNews.Nothing(reply);
        }

        if (meaning == ReceiptMeaning.Delivered) return Delivered(transaction, reply, submit.Number);

        var part = transaction.ReplyParts.Of(reply.Row).FirstOrDefault(part => part.Number == submit.Number);
        if (part is null or { State: MessageState.Delivered } or { AcceptedAt: null }) return ReplyNews.Nothing(reply);
        if (transaction.Submits.HasAnotherChance(reply.Row, submit.Number, submit.Row)) return ReplyNews.Nothing(reply);
        return meaning switch
        {
            ReceiptMeaning.Doubtful =>
                Trouble(transaction, reply, "the operator does not know what became of it", state, receipt.NetworkError),
            ReceiptMeaning.InboxFull => InboxFull(transaction, reply, submit.Number, state, receipt.NetworkError),
            _ => Fail(transaction, reply, "failed", "the operator could not deliver it", ReceiptRule.InWords(state), receipt.NetworkError),
        };
    }

    /// <summary>Nothing more is tried. A reply that has ended already is left as it is.</summary>
    /// <param name="outcome">failed or expired.</param>
    public static ReplyNews Fail(
        StoreTransaction transaction, Reply reply, string outcome, string reason, string? state, NetworkError? networkError)
    {
        if (transaction.Replies.ByRow(reply.Row) is not { Ended: false }) return ReplyNews.Nothing(reply);
        transaction.Replies.End(reply.Row, transaction.Now, outcome);
        ReplyEvents.Failed(transaction, reply, reason, state, networkError, final: true);
        return ReplyNews.Of(reply, outcome, []);
    }

    /// <summary>Its validity is over.</summary>
    public static ReplyNews Expire(StoreTransaction transaction, Reply reply)
    {
        var last = transaction.Submits.LastFailure(reply.Row);
        if (ReceiptRule.IsInboxFull(last?.Error))
        {
            return Fail(transaction, reply, "expired", ReceiptRule.InboxIsFull + ", and was while the reply was valid",
                ReceiptRule.InWords(last!.Value.State), last.Value.Error);
        }

        if (reply.AcceptedAt is not null)
        {
            return Fail(
                transaction, reply, "expired", "no receipt came while it was valid: whether it was delivered is not known",
                last?.State == MessageState.Unknown ? ReceiptRule.InWords(MessageState.Unknown) : null, networkError: null);
        }

        var trouble = reply.Told is { } told ? $": {told}" : "";
        return Fail(transaction, reply, "expired", "the operator did not take it while it was valid" + trouble, "EXPIRED",
            networkError: null);
    }

    /// <summary>The centre should know now, though it is still tried; once for each reason.</summary>
    public static ReplyNews Trouble(
        StoreTransaction transaction, Reply reply, string reason, MessageState? state = null, NetworkError? networkError = null)
    {
        var news = ReplyNews.Nothing(reply) with { IsTold = true };
        if (reply.Told == reason || reply.Ended) return news;
        transaction.Replies.Told(reply.Row, reason);
        ReplyEvents.Failed(
            transaction, reply, reason + "; still trying", state is { } known ? ReceiptRule.InWords(known) : null, networkError,
                final: false);
        return news;
    }

    private static ReplyNews Delivered(StoreTransaction transaction, Reply reply, int number)
    {
        var parts = transaction.ReplyParts.Of(reply.Row);
        if (parts.FirstOrDefault(part => part.Number == number) is not { } part) return ReplyNews.Nothing(reply);

        // A handset may have what a first receipt said it has not: it need not be written again then.
        if (part.AcceptedAt is null) transaction.ReplyParts.Accepted(reply.Row, number, part.MessageId ?? "", transaction.Now);
        transaction.ReplyParts.SetState(reply.Row, number, MessageState.Delivered, transaction.Now);
        if (!IsDelivered(transaction, reply)) return ReplyNews.Nothing(reply);
        transaction.Replies.End(reply.Row, transaction.Now, "delivered");
        ReplyEvents.Delivered(transaction, reply, transaction.Submits.IsPossiblyTwice(reply.Row));
        return ReplyNews.Of(reply, "delivered", Confirm(transaction, reply));
    }

    /// <summary>The centre was told of the end. But the person has it and relies on it: an activation text still activates.</summary>
    private static ReplyNews DeliveredLate(StoreTransaction transaction, Reply reply, int number)
    {
        transaction.ReplyParts.SetState(reply.Row, number, MessageState.Delivered, transaction.Now);
        if (reply.Kind == OutboundKind.Activation && IsDelivered(transaction, reply))
        {
            ReplyEvents.Delivered(transaction, reply, possibleDuplicate: false);
        }

        return ReplyNews.Nothing(reply) with { IsLate = true };
    }

    private static bool IsDelivered(StoreTransaction transaction, Reply reply) =>
        transaction.ReplyParts.Of(reply.Row).All(part => part.State == MessageState.Delivered);

    private static ReplyNews InboxFull(StoreTransaction transaction, Reply reply, int number, MessageState state, NetworkError? error)
    {
        var failures = transaction.Submits.Failures(reply.Row, number);
        if (InboxBackoff.Wait(failures, reply.ValidUntil - transaction.Now, Random.Shared.NextDouble()) is not { } wait)
        {
            return Fail(transaction, reply, "failed", ReceiptRule.InboxIsFull, ReceiptRule.InWords(state), error);
        }

        transaction.ReplyParts.Reopen(reply.Row, number);
        var news = Trouble(transaction, reply, ReceiptRule.InboxIsFull, state, error);
        transaction.Replies.SendAgain(reply with { Told = ReceiptRule.InboxIsFull }, transaction.Now + wait);
        return news;
    }

    private static ReplyNews Merge(ReplyNews first, ReplyNews second) => second.Outcome is null
        ? first with { IsTold = first.IsTold || second.IsTold }
        : second with { Before = first.Outcome, Confirmed = [.. first.Confirmed, .. second.Confirmed] };

    private ReplyNews PartTaken(StoreTransaction transaction, Reply reply, int number, string messageId)
    {
        transaction.ReplyParts.Accepted(reply.Row, number, messageId, transaction.Now);
        var parts = transaction.ReplyParts.Of(reply.Row);
        if (reply.AcceptedAt is not null || !parts.All(part => part.AcceptedAt is not null)) return ReplyNews.Nothing(reply);
        transaction.Replies.Accepted(reply.Row, transaction.Now);
        var receipts = plan.Operator(reply.Operator) is { Receipts: true };
        ReplyEvents.Taken(
            transaction, reply, parts, Problems(reply, parts), transaction.Submits.IsPossiblyTwice(reply.Row), isTheEnd: !receipts);
        if (receipts) return ReplyNews.Of(reply, "accepted", []);

        transaction.Replies.End(reply.Row, transaction.Now, "accepted");
        return ReplyNews.Of(reply, "accepted", Confirm(transaction, reply));
    }

    /// <summary>Read from the parts as they were sent, so that nothing more has to be stored of the reply.</summary>
    private IReadOnlyList<string> Problems(Reply reply, IReadOnlyList<ReplyPart> parts)
    {
        if (plan.Operator(reply.Operator) is not { Displays: not Displays.All } operatorPlan) return [];
        var text = ReplyText.Of(parts, operatorPlan.DefaultAlphabet);
        return DisplayRule.CountUnshowable(text, operatorPlan.Displays) is > 0 and var count
            ? [$"characters that this operator's phones cannot show: {count}"]
            : [];
    }

    private static List<(string Operator, TimeSpan Waited)> Confirm(StoreTransaction transaction, Reply reply)
    {
        if (reply is not { Kind: OutboundKind.Confirmation, Conversation: { } conversation, ConfirmsUpTo: { } upTo }) return [];
        return
        [
            .. transaction
                .Reports.Confirm(conversation, upTo, transaction.Now)
                .Select(report => (report.Operator, transaction.SteadyNow - report.WatchedFrom)),
        ];
    }
}
