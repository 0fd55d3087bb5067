namespace Bridge.Worker.Reports;

/// <summary>
/// What the rooms of reports and replies count. Called once the store has it, on the path of every text: must be quick and not throw.
/// </summary>
public interface IRoomMetrics
{
    /// <summary>From the deliver_sm being read to its answer being queued.</summary>
    void TextAccepted(string operatorName, TimeSpan took);

    void Report(string operatorName, string alphabet, bool complete);

    void Duplicate(string operatorName);

    /// <param name="problem">A problem in the words of the event, without any content of the text.</param>
    void DecodeProblem(string operatorName, string problem);

    /// <summary>From a text's arrival to its confirmation, as the operator's Receipts setting defines it.</summary>
    void Confirmed(string operatorName, TimeSpan took);

    /// <summary>From a text's arrival to the centre's having it before a person.</summary>
    void Taken(string operatorName, TimeSpan took);

    /// <param name="stage">not-taken, warning or breach.</param>
    void Overdue(string operatorName, string stage);

    /// <param name="kind">confirmation, question, information or activation.</param>
    /// <param name="outcome">accepted, delivered, failed or expired.</param>
    void Reply(string operatorName, string kind, string outcome);

    /// <param name="kind">Its key under Notices.</param>
    /// <param name="outcome">accepted, delivered, failed or expired, as of a reply; not sent: postponed, limited (too soon after another)
    /// or late.</param>
    void Notice(string operatorName, string kind, string outcome);

    /// <param name="outcome">matched, unmatched, or late: of a reply that had ended otherwise.</param>
    void Receipt(string operatorName, string outcome);
}
