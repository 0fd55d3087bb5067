namespace Bridge.Worker.Reports;

/// <summary>What the rooms of reports and replies count. Called once the store has it, on the path of every text: must be quick and not throw.</summary>
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

    /// <param name="kind">confirmation, question, information, notice or activation.</param>
    /// <param name="outcome">accepted, delivered, failed or expired.</param>
    void Reply(string operatorName, string kind, string outcome);

    /// <param name="outcome">matched, unmatched, or late: of a reply that had ended otherwise.</param>
    void Receipt(string operatorName, string outcome);
}
