using Bridge.Worker.Centre;
using Bridge.Worker.Configuration;
using Bridge.Worker.Operators;
using Bridge.Worker.Reports;
using Bridge.Worker.Store;

namespace Bridge.Worker.Telemetry;

/// <summary>One thing that has to be well, and what is wrong with it when it is not.</summary>
public sealed record HealthCheck(string Name, bool Ok, string? Problem);

/// <summary>Whether the service is well. A room that cannot answer counts as down.</summary>
public sealed class ServiceHealth(
    BridgePlan plan, IServiceState state, IOperatorLinks links, IBusStatus bus, IPathWatch paths)
{
    /// <summary>Ready: the store takes writes, every operator can reach us, the bus takes what we have.</summary>
    public IReadOnlyList<HealthCheck> Ready() => Ready(state.TryRead(), LinkStates());

    public StatusReport Status()
    {
        var service = state.TryRead();
        var linkStates = LinkStates();
        return new(
            plan.NodeName,
            BridgeMetrics.Version,
            [.. Problems(service, linkStates)],
            linkStates,
            service is null ? null : new(service.OutboxEvents, service.OutboxOldest?.TotalSeconds ?? 0),
            service is null
                ? null
                : new(service.UnconfirmedReports, service.OldestUnconfirmed?.TotalSeconds ?? 0, service.OldestUnconfirmedReport))
        {
            Suspended = service?.Suspended ?? [],
        };
    }

    private IEnumerable<string> Problems(ServiceState? service, IReadOnlyList<LinkStatus> linkStates)
    {
        foreach (var check in Ready(service, linkStates).Where(check => !check.Ok)) yield return $"{check.Name}: {check.Problem}";
        foreach (var link in linkStates.Where(link => !link.Bound))
        {
            yield return $"link {link.Operator}/{link.Link} is down" + (link.Reason is null ? "" : $" ({link.Reason})");
        }

        if (service?.OldestUnconfirmed is { } unconfirmed && unconfirmed > plan.ConfirmationDeadline)
        {
            yield return $"a report is unconfirmed for {unconfirmed.TotalSeconds:F0} s, past its deadline";
        }

        foreach (var path in paths.SilentPaths)
        {
            yield return $"operator {path.Operator}: no test text has come through for {path.Silence.TotalSeconds:F0} s (leg {path.Leg})";
        }

        if (service?.OutboxOldest is { } oldest && oldest > plan.WarnAfter)
        {
            yield return $"an event waits for the bus for {oldest.TotalSeconds:F0} s";
        }

        foreach (var (name, since) in service?.Suspended ?? [])
        {
            yield return $"the centre has suspended the service at {name} since {since:yyyy-MM-ddTHH:mm:ssZ}";
        }
    }

    private List<HealthCheck> Ready(ServiceState? service, IReadOnlyList<LinkStatus> linkStates) =>
    [
        Check("store", service is { StoreUp: true }, "does not take writes"),
        Check("bus", bus.Up, "cannot be reached"),
        .. plan.Operators.Select(op =>
            Check("operator " + op.Name, linkStates.Any(link => link.Operator == op.Name && link.Bound), "no link is bound")),
    ];

    private static HealthCheck Check(string name, bool ok, string problem) => new(name, ok, ok ? null : problem);

    /// <summary>Every configured link, also one that has no state yet.</summary>
    private List<LinkStatus> LinkStates()
    {
        var known = links.Links.ToDictionary(link => (link.Operator, link.Link));
        return [.. plan.Operators.SelectMany(op => op.Links).Select(link => known.TryGetValue((link.Operator, link.Name), out var now)
            ? new LinkStatus(link.Operator, link.Name, now.Bound, now.Since, now.Reason) { Drained = now.Drained }
            : new LinkStatus(link.Operator, link.Name, Bound: false, Since: null, "not started"))];
    }
}
