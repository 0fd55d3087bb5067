using Bridge.Protocol.Smpp;
using Bridge.Protocol.Text;
using Bridge.Worker.Configuration;
using Bridge.Worker.Store;

namespace Bridge.Worker.Replies;

/// <summary>Every step of a reply's life in the store, with the event that tells the centre of it, in one transaction. On the writer's thread.</summary>
internal sealed class ReplyLedger(BridgePlan plan)
{
    /// <summary>A receipt may run ahead of the answer that names its id, but not by longer than this; ids come again after weeks.</summary>
    private static readonly TimeSpan ReceiptsAheadFor = TimeSpan.FromHours(1);

    /// <summary>The operator took a part. <paramref name="messageId"/> is its own, from submit_sm_resp.</summary>
    public ReplyNews PartTaken(StoreTransaction transaction, Reply reply, int number, string messageId)
    {
        var key = messageId.Length == 0 ? null : MessageIdForm.OfSubmit(messageId);
        transaction.ReplyParts.Accepted(reply.Row, number, messageId, key, transaction.Now);
        var parts = transaction.ReplyParts.Of(reply.Row);
        var news = parts.All(part => part.AcceptedAt is not null) ? AllTaken(transaction, reply, parts) : Nothing(reply);
        if (key is null) return news;
        foreach (var pdu in transaction.Receipts.Take(reply.Operator, key, transaction.Now - ReceiptsAheadFor))
        {
            if (DeliveryReceipt.Read(PduCodec.Decode(pdu)) is { } early && transaction.ReplyParts.ByMessage(reply.Operator, key) is { } part)
            {
                news = Merge(news, Receipt(transaction, part, early));
            }
        }

        return news;
    }

    /// <summary>What a receipt says of a part. A final state never goes back.</summary>
    public static ReplyNews Receipt(StoreTransaction transaction, ReplyPart part, DeliveryReceipt receipt)
    {
        var reply = transaction.Replies.ByRow(part.Reply)!;
        if (receipt.State is not { } state || !IsFinal(state) || (part.State is { } known && IsFinal(known))) return Nothing(reply);
        transaction.ReplyParts.SetState(part.Reply, part.Number, state, transaction.Now);
        if (reply.Ended)
        {
            // Late, but the person has it and relies on it: an activation text still activates.
            if (reply.Kind == OutboundKind.Activation && IsDelivered(transaction, reply)) ReplyEvents.Delivered(transaction, reply);
            return Nothing(reply);
        }

        if (state != MessageState.Delivered)
        {
            return Fail(transaction, reply, "failed", "the operator could not deliver it", InWords(state), receipt.NetworkError);
        }

        if (!IsDelivered(transaction, reply)) return Nothing(reply);
        transaction.Replies.End(reply.Row, transaction.Now, "delivered");
        ReplyEvents.Delivered(transaction, reply);
        return ReplyNews.Of(reply, "delivered", Confirm(transaction, reply)) with { Ended = true };
    }

    /// <summary>Nothing more is tried.</summary>
    /// <param name="outcome">failed or expired.</param>
    public static ReplyNews Fail(
        StoreTransaction transaction, Reply reply, string outcome, string reason, string? state, NetworkError? networkError)
    {
        transaction.Replies.End(reply.Row, transaction.Now, outcome);
        ReplyEvents.Failed(transaction, reply, reason, state, networkError, final: true);
        return ReplyNews.Of(reply, outcome, []) with { Ended = true };
    }

    /// <summary>The centre should know now, though it is still tried.</summary>
    public static void Trouble(StoreTransaction transaction, Reply reply, string reason) =>
        ReplyEvents.Failed(transaction, reply, reason, state: null, networkError: null, final: false);

    public static bool IsFinal(MessageState state) =>
        state is MessageState.Delivered or MessageState.Expired or MessageState.Deleted or MessageState.Undeliverable or MessageState.Rejected or MessageState.Unknown
            or MessageState.Skipped;

    private static bool IsDelivered(StoreTransaction transaction, Reply reply) =>
        transaction.ReplyParts.Of(reply.Row).All(part => part.State == MessageState.Delivered);

    private static ReplyNews Nothing(Reply reply) => ReplyNews.Of(reply, null, []);

    private static ReplyNews Merge(ReplyNews first, ReplyNews second) => second.Outcome is null
        ? first
        : second with { Confirmed = [.. first.Confirmed, .. second.Confirmed] };

    private static string InWords(MessageState state) => state switch
    {
        MessageState.Undeliverable or MessageState.Expired or MessageState.Rejected or MessageState.Deleted => state.ToString().ToUpperInvariant(),
        _ => "UNKNOWN",
    };

    private ReplyNews AllTaken(StoreTransaction transaction, Reply reply, IReadOnlyList<ReplyPart> parts)
    {
        transaction.Replies.Accepted(reply.Row, transaction.Now);
        var receipts = plan.Operator(reply.Operator) is { Receipts: true };
        ReplyEvents.Taken(transaction, reply, parts, Problems(reply, parts), isTheEnd: !receipts);
        if (receipts) return ReplyNews.Of(reply, "accepted", []);

        transaction.Replies.End(reply.Row, transaction.Now, "accepted");
        return ReplyNews.Of(reply, "accepted", Confirm(transaction, reply)) with { Ended = true };
    }

    /// <summary>Read from the parts as they were sent, so that nothing more has to be stored of the reply.</summary>
    private IReadOnlyList<string> Problems(Reply reply, IReadOnlyList<ReplyPart> parts)
    {
        if (plan.Operator(reply.Operator) is not { Displays: not Displays.All } operatorPlan) return [];
        var text = LongText.Join([.. parts.Select(part => new TextPiece(part.Number, part.Text.DataCoding, part.Text.UserData, part.Text.HasUdh))],
            parts.Count, operatorPlan.DefaultAlphabet).Text;
        return DisplayRule.Unshowable(text, operatorPlan.Displays) is > 0 and var count ? [$"characters that this operator's phones cannot show: {count}"] : [];
    }

    private static List<(string Operator, TimeSpan Waited)> Confirm(StoreTransaction transaction, Reply reply)
    {
        if (reply is not { Kind: OutboundKind.Confirmation, Conversation: { } conversation, ConfirmsUpTo: { } upTo }) return [];
        return [.. transaction.Reports.Confirm(conversation, upTo, transaction.Now).Select(report => (report.Operator, transaction.SteadyNow - report.WatchedFrom))];
    }
}
