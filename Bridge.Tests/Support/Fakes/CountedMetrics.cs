using Bridge.Worker.Notices;
using Bridge.Worker.Registry;
using Bridge.Worker.Replies;
using Bridge.Worker.Reports;
using Bridge.Worker.Store;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Tests.Support;

/// <summary>What the rooms counted, in words, in the order of its happening.</summary>
internal sealed class CountedMetrics : IReportMetrics, IReplyMetrics, INoticeMetrics, IRegistryMetrics
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

    public void Reply(string operatorName, OutboundKind kind, ReplyOutcome outcome) => Add($"{kind.Label()} {outcome.Label()}");

    public void Receipt(string operatorName, string outcome) => Add($"receipt {outcome}");

    public void Notice(string operatorName, string kind, string outcome) => Add($"notice {kind} {outcome}");

    public void Changed(Registration? before, Registration changed)
    {
        // The registry's tests ask the registry.
    }

    public void AddTo(IServiceCollection services) => services
        .AddSingleton<IReportMetrics>(this).AddSingleton<IReplyMetrics>(this).AddSingleton<INoticeMetrics>(this)
        .AddSingleton<IRegistryMetrics>(this);

    private void Add(string what)
    {
        lock (Seen) Seen.Add(what);
    }
}
