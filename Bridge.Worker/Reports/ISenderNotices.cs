using Bridge.Protocol.Centre;
using Bridge.Worker.Store;

namespace Bridge.Worker.Reports;

/// <summary>
/// What the intake lets happen for a text's sender, in the transaction that makes the text durable. On the writer's thread.
/// </summary>
internal interface ISenderNotices
{
    /// <summary>When to look whether anybody has taken a report whose first part this is; null: its sender is never told.</summary>
    DateTimeOffset? DueFor(InboundText text);

    /// <summary>report.received has been written.</summary>
    void Released(StoreTransaction transaction, KnownReport report, ReportData data);
}
