using Bridge.Worker.Reports;

namespace Bridge.Worker.Replies;

/// <summary>Counts what was committed about replies, and logs what somebody should look at.</summary>
internal sealed partial class ReplyCounter(IRoomMetrics metrics, ILogger<ReplyCounter> log)
{
    public void Count(ReplyNews news)
    {
        if (news is { Notice: { } notice, Outcome: { } fate }) metrics.Notice(news.Operator, notice, fate);
        else if (news.Outcome is { } outcome) metrics.Reply(news.Operator, news.Kind.ToString().ToLowerInvariant(), outcome);
        foreach (var (operatorName, waited) in news.Confirmed) metrics.Confirmed(operatorName, waited);
    }

    public void Unmatched(string operatorName, string link) => ReceiptUnmatched(log, operatorName, link);

    [LoggerMessage(3010, LogLevel.Information, "{Operator}/{Link}: a receipt fits no reply that is known; kept until its submit_sm_resp comes")]
    private static partial void ReceiptUnmatched(ILogger logger, string @operator, string link);
}
