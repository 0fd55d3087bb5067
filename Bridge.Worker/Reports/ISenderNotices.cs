using Bridge.Protocol.Centre;
using Bridge.Worker.Store;

namespace Bridge.Worker.Reports;

/// <summary>
/// What a sender is told of a text, decided in the transaction that makes the text durable. On the writer's thread.
/// </summary>
internal interface ISenderNotices
{
    /// <summary>When to look whether anybody has taken the report that this first part begins; null: its sender is never told.</summary>
    DateTimeOffset? DueFor(InboundText text);

    /// <summary>report.received is appended.</summary>
    void Released(StoreTransaction transaction, KnownReport report, ReportData data);
}
