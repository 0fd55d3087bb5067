namespace Bridge.Worker.Notices;

/// <summary>What this room counts, once it is committed. Called on the writer's thread: must be quick and not throw.</summary>
public interface INoticeMetrics
{
    /// <param name="kind">Its key under Notices.</param>
    /// <param name="outcome">
    /// Of one that was sent: accepted, delivered, failed or expired, as of a reply. Of one that was not: postponed, limited (too soon after
    /// another) or late.
    /// </param>
    void Notice(string operatorName, string kind, string outcome);
}
