using Bridge.Worker.Reports;

namespace Bridge.Tests.Support;

/// <summary>What the rooms counted, in words, in the order of its happening.</summary>
internal sealed class CountedMetrics : IRoomMetrics
{
    public List<string> Seen { get; } = [];

    public void TextAccepted(string operatorName, TimeSpan took) => Add("accepted");

    public void Report(string operatorName, string alphabet, bool complete) =>
        Add($"report {alphabet} {(complete ? "complete" : "incomplete")}");

    public void Duplicate(string operatorName) => Add("duplicate");

    public void DecodeProblem(string operatorName, string problem) => Add("problem");

    public void Confirmed(string operatorName, TimeSpan took) => Add($"confirmed after {took.TotalSeconds:0} s");

    public void Taken(string operatorName, TimeSpan took) => Add($"taken after {took.TotalSeconds:0} s");

    public void Overdue(string operatorName, string stage) => Add($"overdue {stage}");

    public void Reply(string operatorName, string kind, string outcome) => Add($"{kind} {outcome}");

    public void Receipt(string operatorName, string outcome) => Add($"receipt {outcome}");

    public void Notice(string operatorName, string kind, string outcome) => Add($"notice {kind} {outcome}");

    private void Add(string what)
    {
        lock (Seen) Seen.Add(what);
    }
}
