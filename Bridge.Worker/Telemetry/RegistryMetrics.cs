using System.Diagnostics.Metrics;
using Bridge.Worker.Registry;
using Bridge.Worker.Store;

namespace Bridge.Worker.Telemetry;

/// <summary>What happens to registrations. No label tells of a person.</summary>
internal sealed class RegistryMetrics : IRegistryMetrics
{
    private static readonly string[] Changes = ["put", "removed", "activated", "failed"];

    private readonly Counter<long> _changes;

    public RegistryMetrics(Meter meter)
    {
        _changes = meter.CreateCounter<long>(
            "bridge_registration_events_total", description: "What happened to registrations; a replaced one is removed and put.");
        foreach (var change in Changes) Count(change, 0);
    }

    public void Changed(Registration? before, Registration changed)
    {
        if (changed.ClosedAt is not null) Count("removed", 1);
        else if (before?.Row != changed.Row) Count("put", 1);
        if (changed.ActivatedAt is not null && before is { ActivatedAt: null } && before.Row == changed.Row) Count("activated", 1);
        if (changed.FailedAt is not null && before is { FailedAt: null } && before.Row == changed.Row) Count("failed", 1);
    }

    private void Count(string change, int times) => _changes.Add(times, new KeyValuePair<string, object?>("event", change));
}
