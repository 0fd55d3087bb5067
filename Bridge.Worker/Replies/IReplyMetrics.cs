using Bridge.Worker.Store;

namespace Bridge.Worker.Replies;

/// <summary>What this room counts, once it is committed. Called on the writer's thread: must be quick and not throw.</summary>
public interface IReplyMetrics
{
    /// <summary>What became of a reply of the centre, or of an activation text.</summary>
    void Reply(string operatorName, OutboundKind kind, ReplyOutcome outcome);

    /// <param name="outcome">matched, unmatched, or late: of a reply that had ended otherwise.</param>
    void Receipt(string operatorName, string outcome);

    /// <summary>From a text's arrival to the centre's having it before a person. System tests are left out.</summary>
    void Taken(string operatorName, TimeSpan took);

    /// <summary>
    /// From a text's arrival to its confirmation, as the operator's Receipts setting defines it. System tests are left out.
    /// </summary>
    void Confirmed(string operatorName, TimeSpan took);
}
