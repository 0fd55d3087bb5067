using Bridge.Protocol.Centre;
using Bridge.Worker.Replies;
using Bridge.Worker.Store;

namespace Bridge.Worker.Notices;

/// <summary>What the centre hears of a notice on its way: notice.sent once the operator has accepted it, notice.failed when it will not.</summary>
internal sealed class NoticeTexts(INoticeMetrics metrics) : IAutomaticText
{
    public OutboundKind Kind => OutboundKind.Notice;

    public void Accepted(StoreTransaction transaction, Reply reply, bool isFinal) =>
        Append(transaction, reply, new NoticeSent(reply.Report!, reply.Notice!, reply.Language!));

    public void Delivered(StoreTransaction transaction, Reply reply)
    {
        // The centre knows that it was sent; its delivery is counted.
    }

    public void DeliveredLate(StoreTransaction transaction, Reply reply)
    {
        // A notice changes nothing for the centre, however late it comes.
    }

    public void Failed(StoreTransaction transaction, Reply reply, string reason) =>
        Append(transaction, reply, new NoticeFailed(reply.Report!, reply.Notice!, reason));

    public void Count(Reply reply, ReplyOutcome outcome) => metrics.Notice(reply.Operator, reply.Notice!, outcome.Label());

    private static void Append(StoreTransaction transaction, Reply reply, EventData data) => transaction.Events.Append(
        data, transaction.Now, reply.Operator, reply.Conversation is { } row ? transaction.Conversations.ByRow(row)?.Id : null);
}
