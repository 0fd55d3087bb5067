using Bridge.Protocol.Smpp;
using Bridge.Worker.Notices;
using Bridge.Worker.Operators;
using Bridge.Worker.Registry;
using Bridge.Worker.Replies;
using Bridge.Worker.Reports;
using Bridge.Worker.Store;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Tests.Support;

/// <summary>What the rooms counted, in words, in the order of its happening.</summary>
internal sealed class CountedMetrics : ILinkMetrics, IReportMetrics, IReplyMetrics, INoticeMetrics, IRegistryMetrics
{
    private readonly List<string> _seen = [];

    public IReadOnlyList<string> Seen
    {
        get
        {
            lock (_seen) return [.. _seen];
        }
    }

    public IReadOnlyList<string> Of(string beginning) =>
        [.. Seen.Where(seen => seen.StartsWith(beginning, StringComparison.Ordinal))];

    public int Count(string what) => Seen.Count(seen => seen == what);

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

    public void LinkUp(string op, string link, bool up) => Add($"up {op}/{link} {up}");

    public void Drained(string op, string link, bool drained) => Add($"drained {op}/{link} {drained}");

    public void Bind(string op, string link) => Add($"bind {op}/{link}");

    public void Drop(string op, string link, string reason) => Add($"drop {op}/{link} {reason}");

    public void Fault(string op, string link, SessionFault fault) => Add($"fault {op}/{link} {fault}");

    public void CallerRefused(string op, string link) => Add($"caller refused {op}/{link}");

    public void Pdu(string op, string link, PduDirection direction, CommandId command, CommandStatus status) =>
        Add($"{direction} {command.SpecName()} {status.SpecName()}");

    public void Changed(Registration? before, Registration changed)
    {
        // The registry's tests ask the registry.
    }

    public void AddTo(IServiceCollection services) => services
        .AddSingleton<IReportMetrics>(this).AddSingleton<IReplyMetrics>(this).AddSingleton<INoticeMetrics>(this)
        .AddSingleton<IRegistryMetrics>(this);

    private void Add(string what)
    {
        lock (_seen) _seen.Add(what);
    }
}
