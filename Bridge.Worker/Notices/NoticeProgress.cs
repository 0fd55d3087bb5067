using Bridge.Protocol.Centre;
using Bridge.Worker.Replies;
using Bridge.Worker.Store;

namespace Bridge.Worker.Notices;

/// <summary>Appends notice.sent once the operator has accepted a notice, and notice.failed when a notice failed or expired.</summary>
internal sealed class NoticeProgress(INoticeMetrics metrics) : IAutomaticText
{
    public OutboundKind Kind => OutboundKind.Notice;

    public void Accepted(StoreTransaction transaction, Reply reply, bool isFinal) =>
        Append(transaction, reply, new NoticeSent(reply.Report!, reply.Notice!, reply.Language!));

    public void Delivered(StoreTransaction transaction, Reply reply)
    {
        // The centre was told that it is sent. Its delivery is only counted.
    }

    public void DeliveredLate(StoreTransaction transaction, Reply reply)
    {
        // A late notice changes nothing for the centre.
    }

    public void Failed(StoreTransaction transaction, Reply reply, string reason) =>
        Append(transaction, reply, new NoticeFailed(reply.Report!, reply.Notice!, reason));

    public void Count(Reply reply, ReplyOutcome outcome) => metrics.Notice(reply.Operator, reply.Notice!, outcome.Label());

    private static void Append(StoreTransaction transaction, Reply reply, EventData data) => transaction.Events.Append(
        data, transaction.Now, reply.Operator, reply.Conversation is { } row ? transaction.Conversations.ByRow(row)?.Id : null);
}
