using Bridge.Worker.Store;

namespace Bridge.Worker.Replies;

/// <summary>What this room counts, once it is committed. Called on the writer's thread: must be quick and not throw.</summary>
public interface IReplyMetrics
{
    /// <summary>What became of a reply of the centre, or of an activation text.</summary>
    void Reply(string operatorName, OutboundKind kind, ReplyOutcome outcome);

    /// <param name="outcome">matched; unmatched; or late: the reply was delivered although it had failed or expired.</param>
    void Receipt(string operatorName, string outcome);

    /// <summary>The centre has taken a report. Tests are left out.</summary>
    /// <param name="took">From the arrival of its first part.</param>
    void Taken(string operatorName, TimeSpan took);

    /// <summary>A report is confirmed, as the operator's Receipts setting defines it. Tests are left out.</summary>
    /// <param name="took">From the arrival of its first part.</param>
    void Confirmed(string operatorName, TimeSpan took);
}
