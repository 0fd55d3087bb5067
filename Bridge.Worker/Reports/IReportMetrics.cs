namespace Bridge.Worker.Reports;

/// <summary>What this room counts, once it is committed. On the path of every text: must be quick and not throw.</summary>
public interface IReportMetrics
{
    /// <param name="took">From the reading of the deliver_sm to the queueing of its answer.</param>
    void TextAccepted(string operatorName, TimeSpan took);

    /// <summary>A report was released or amended.</summary>
    void Report(string operatorName, string alphabet, bool complete);

    /// <summary>A text was accepted that is one more copy of another.</summary>
    void Duplicate(string operatorName);

    /// <param name="problem">As the event words it, without any content of the text.</param>
    void DecodeProblem(string operatorName, string problem);

    /// <param name="stage">not-taken, warning or breach.</param>
    void Overdue(string operatorName, string stage);
}
