using Bridge.Worker.Reports;
using Bridge.Worker.Store;

namespace Bridge.Worker.Replies;

/// <summary>Counts what was committed about replies, and logs what somebody should look at.</summary>
internal sealed partial class ReplyCounter(IRoomMetrics metrics, ILogger<ReplyCounter> log)
{
    public void Count(ReplyNews news)
    {
        foreach (var outcome in (string?[])[news.Before, news.Outcome])
        {
            if (outcome is null) continue;
            if (news.Notice is { } notice) metrics.Notice(news.Operator, notice, outcome);
            else metrics.Reply(news.Operator, LabelOf(news.Kind), outcome);
        }

        foreach (var (operatorName, waited) in news.Confirmed) metrics.Confirmed(operatorName, waited);
    }

    /// <summary>A receipt, and what it did.</summary>
    public void Receipt(string operatorName, ReplyNews news)
    {
        Count(news);
        metrics.Receipt(operatorName, news.IsLate ? "late" : "matched");
        if (news.IsLate) DeliveredLate(log, operatorName);
    }

    public void Unmatched(string operatorName, string link)
    {
        metrics.Receipt(operatorName, "unmatched");
        ReceiptUnmatched(log, operatorName, link);
    }

    public static string LabelOf(OutboundKind kind) => kind switch
    {
        OutboundKind.Confirmation => "confirmation",
        OutboundKind.Question => "question",
        OutboundKind.Notice => "notice",
        OutboundKind.Information => "information",
        _ => "activation",
    };

    [LoggerMessage(
        3010, LogLevel.Information, "{Operator}/{Link}: a receipt fits no reply that is known; kept until its submit_sm_resp comes")]
    private static partial void ReceiptUnmatched(ILogger logger, string @operator, string link);

    [LoggerMessage(3011, LogLevel.Warning, "{Operator}: a reply was delivered after all, when the centre had been told that it failed")]
    private static partial void DeliveredLate(ILogger logger, string @operator);
}
