using System.Diagnostics.Metrics;
using Bridge.Worker.Registry;
using Bridge.Worker.Store;

namespace Bridge.Worker.Telemetry;

/// <summary>How many are registered, by the state of their registration, read at each scrape.</summary>
internal sealed class RegistryGauges(RegistryMemory memory) : IGauges
{
    private static readonly Dictionary<RegistrationState, KeyValuePair<string, object?>[]> States =
        Enum.GetValues<RegistrationState>()
            .ToDictionary(state => state, state => SeriesLabels.Create(("state", state.ToString().ToLowerInvariant())));

    public void AddTo(Meter meter) => meter.CreateObservableGauge(
        "bridge_registrations",
        () => States.Select(state => new Measurement<long>(memory.Count(state.Key), state.Value)),
        description: "Numbers that are registered.");
}
