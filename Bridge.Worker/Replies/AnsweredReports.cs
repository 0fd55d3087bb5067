using Bridge.Worker.Store;

namespace Bridge.Worker.Replies;

/// <summary>
/// Marks reports as taken and as confirmed, and counts how long each had waited for it. On the writer's thread.
/// </summary>
internal sealed class AnsweredReports(IReplyMetrics metrics)
{
    /// <summary>The centre has taken a report.</summary>
    /// <returns>Its row; null: it was taken before.</returns>
    public long? Take(StoreTransaction transaction, long row) => CountTaken(transaction, transaction.ReportProgress.Take(row, transaction.Now));

    /// <summary>The centre replies to a report: it has taken all that the reply answers.</summary>
    /// <returns>The row of the newest that was not taken before; null: none.</returns>
    public long? TakeUpTo(StoreTransaction transaction, long conversation, long upToRow) =>
        CountTaken(transaction, transaction.ReportProgress.TakeUpTo(conversation, upToRow, transaction.Now));

    /// <summary>A reply is delivered. If it is a confirmation, it confirms what it answers.</summary>
    public void Confirm(StoreTransaction transaction, Reply reply)
    {
        if (reply is not { Kind: OutboundKind.Confirmation, Conversation: { } conversation, ConfirmsUpTo: { } upTo }) return;
        var confirmed = transaction.ReportProgress.Confirm(conversation, upTo, transaction.Now);
        AfterCommit(transaction, confirmed, metrics.Confirmed);
    }

    private long? CountTaken(StoreTransaction transaction, IReadOnlyList<WatchedReport> taken)
    {
        if (taken.Count == 0) return null;
        AfterCommit(transaction, taken, metrics.Taken);
        return taken.Max(report => report.Row);
    }

    private static void AfterCommit(StoreTransaction transaction, IReadOnlyList<WatchedReport> reports, Action<string, TimeSpan> count)
    {
        var now = transaction.SteadyNow;
        transaction.AfterCommit(() =>
        {
            foreach (var report in reports.Where(report => !report.Test)) count(report.Operator, now - report.WatchedFrom);
        });
    }
}
