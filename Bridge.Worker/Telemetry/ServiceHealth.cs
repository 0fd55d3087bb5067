using Bridge.Worker.Centre;
using Bridge.Worker.Configuration;
using Bridge.Worker.Operators;
using Bridge.Worker.Reports;
using Bridge.Worker.Store;

namespace Bridge.Worker.Telemetry;

/// <summary>One thing that has to be well, and what is wrong with it when it is not.</summary>
public sealed record HealthCheck(string Name, bool Ok, string? Problem);

/// <summary>The answer of GET /status; `bridge status` prints it. Without personal data: it is served without a token.</summary>
/// <param name="Problems">In words; empty when all is well.</param>
public sealed record StatusReport(
    string Node,
    string Version,
    IReadOnlyList<string> Problems,
    IReadOnlyList<LinkStatus> Links,
    BacklogStatus? Backlog,
    UnconfirmedStatus? Unconfirmed)
{
    /// <summary>Operators at which the centre has suspended the service.</summary>
    public IReadOnlyList<SuspendedOperator> Suspended { get; init; } = [];
}

public sealed record LinkStatus(string Operator, string Link, bool Bound, DateTimeOffset? Since, string? Reason)
{
    /// <summary>Kept down by `bridge links drain`.</summary>
    public bool Drained { get; init; }
}

/// <param name="Events">Not yet confirmed by the bus; on the embedded bus not yet handed to any consumer.</param>
public sealed record BacklogStatus(long Events, double OldestSeconds);

public sealed record UnconfirmedStatus(long Reports, double OldestSeconds, string? OldestReport);

/// <summary>Judges the service. A room that cannot answer counts as down.</summary>
public sealed class ServiceHealth(
    BridgePlan plan, IServiceState state, IOperatorLinks links, IBusStatus bus, IPathWatch paths)
{
    /// <summary>Readiness: the store takes writes, every operator can reach us, the bus takes what we have.</summary>
    public IReadOnlyList<HealthCheck> Ready() => Ready(state.TryRead(), LinkStates());

    public StatusReport Status()
    {
        var service = state.TryRead();
        var linkStates = LinkStates();
        var problems = Ready(service, linkStates).Where(c => !c.Ok).Select(c => $"{c.Name}: {c.Problem}").ToList();
        problems.AddRange(
            linkStates.Where(l => !l.Bound).Select(l => $"link {l.Operator}/{l.Link} is down" + (l.Reason is null ? "" : $" ({l.Reason})"))
        );
        if (service?.OldestUnconfirmed > plan.ConfirmationDeadline)
        {
            problems.Add($"a report is unconfirmed for {service.OldestUnconfirmed.Value.TotalSeconds:F0} s, past its deadline");
        }
        problems.AddRange(paths.Late.Select(path =>
            $"operator {path.Operator}: no test text has come through for {path.Silence.TotalSeconds:F0} s (leg {path.Leg})"));
        if (service?.OutboxOldest > plan.WarnAfter)
        {
            problems.Add($"an event waits for the bus for {service.OutboxOldest.Value.TotalSeconds:F0} s");
        }
        foreach (var (name, since) in service?.Suspended ?? [])
        {
            problems.Add($"the centre has suspended the service at {name} since {since:yyyy-MM-ddTHH:mm:ssZ}");
        }

        return new(
            plan.NodeName,
            BridgeMetrics.Version,
            problems,
            linkStates,
            service is null ? null : new(service.OutboxEvents, service.OutboxOldest?.TotalSeconds ?? 0),
            service is null
                ? null
                : new(service.UnconfirmedReports, service.OldestUnconfirmed?.TotalSeconds ?? 0, service.OldestUnconfirmedReport))
        {
            Suspended = service?.Suspended ?? [],
        };
    }

    private List<HealthCheck> Ready(ServiceState? service, IReadOnlyList<LinkStatus> linkStates) =>
        [
            Check("store", service is { StoreUp: true }, "does not take writes"),
            Check("bus", bus.Up, "cannot be reached"),
            .. plan.Operators.Select(o =>
                Check("operator " + o.Name, linkStates.Any(l => l.Operator == o.Name && l.Bound), "no link is bound")),
        ];

    private static HealthCheck Check(string name, bool ok, string problem) => new(name, ok, ok ? null : problem);

    /// <summary>Every configured link, also one that has not reported yet.</summary>
    private List<LinkStatus> LinkStates()
    {
        var known = links.Links.ToDictionary(l => (l.Operator, l.Link));
        return [.. plan.Operators.SelectMany(o => o.Links).Select(l => known.TryGetValue((l.Operator, l.Name), out var now)
            ? new LinkStatus(l.Operator, l.Name, now.Bound, now.Since, now.Reason) { Drained = now.Drained }
            : new LinkStatus(l.Operator, l.Name, Bound: false, Since: null, "not started"))];
    }
}
