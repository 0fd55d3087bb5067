using System.Diagnostics.Metrics;
using Bridge.Worker.Store;
using Bridge.Worker.Telemetry;

namespace Bridge.Worker.Registry;

/// <summary>How many are registered, and what happened to them. Without any label that tells of a person.</summary>
internal sealed class RegistryMetrics
{
    private static readonly Dictionary<RegistrationState, KeyValuePair<string, object?>[]> States = Enum.GetValues<RegistrationState>()
        .ToDictionary(state => state, state => Series.Of(("state", state.ToString().ToLowerInvariant())));

    private static readonly string[] Happenings = ["put", "removed", "activated", "failed"];

    private readonly Counter<long> _happened;

    public RegistryMetrics(Meter meter, RegistryMemory memory)
    {
        meter.CreateObservableGauge(
            "bridge_registrations",
            () => States.Select(state => new Measurement<long>(memory.Count(state.Key), state.Value)),
            description: "Numbers that are registered.");
        _happened = meter.CreateCounter<long>(
            "bridge_registration_events_total",
            description: "What happened to registrations; a replaced one is removed and put.");
        foreach (var happening in Happenings) Count(happening, 0);
        memory.Changed += OnChanged;
    }

    private void OnChanged(Registration? before, Registration changed)
    {
        if (changed.ClosedAt is not null) Count("removed", 1);
        else if (before?.Row != changed.Row) Count("put", 1);
        if (changed.ActivatedAt is not null && before is { ActivatedAt: null } && before.Row == changed.Row) Count("activated", 1);
        if (changed.FailedAt is not null && before is { FailedAt: null } && before.Row == changed.Row) Count("failed", 1);
    }

    private void Count(string happening, int times) => _happened.Add(times, new KeyValuePair<string, object?>("event", happening));
}
