namespace Bridge.Worker.Reports;

/// <summary>
/// What this room counts. Called once the store has it, on the path of every text: must be quick and not throw.
/// </summary>
public interface IReportMetrics
{
    /// <summary>From the deliver_sm being read to its answer being queued.</summary>
    void TextAccepted(string operatorName, TimeSpan took);

    void Report(string operatorName, string alphabet, bool complete);

    void Duplicate(string operatorName);

    /// <param name="problem">A problem in the words of the event, without any content of the text.</param>
    void DecodeProblem(string operatorName, string problem);

    /// <param name="stage">not-taken, warning or breach.</param>
    void Overdue(string operatorName, string stage);
}
