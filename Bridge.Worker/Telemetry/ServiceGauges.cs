using System.Diagnostics.Metrics;
using Bridge.Worker.Centre;
using Bridge.Worker.Configuration;
using Bridge.Worker.Store;

namespace Bridge.Worker.Telemetry;

/// <summary>
/// The state of the store, the bus and the paths (contract §5), read at each scrape. A room that cannot answer counts as down.
/// </summary>
internal sealed class ServiceGauges(BridgePlan plan, IServiceState state, IBusStatus bus, TimeProvider time) : IGauges
{
    /// <summary>How long a state that was read serves: one scrape reads it for every gauge.</summary>
    private static readonly TimeSpan FreshFor = TimeSpan.FromMilliseconds(200);

    private readonly Lock _reading = new();
    private ServiceState? _last;
    private long _lastAt;

    public void AddTo(Meter meter)
    {
        meter.CreateObservableGauge(
            "bridge_store_up", () => Read() is { StoreUp: true } ? 1 : 0, description: "1 while the store takes writes.");
        meter.CreateObservableGauge("bridge_bus_up", () => bus.Up ? 1 : 0, description: "1 while the bus is reachable.");
        meter.CreateObservableGauge(
            "bridge_unconfirmed_reports",
            () => Measure(state => state.UnconfirmedReports),
            description: "Reports whose sender has had no confirmation.");
        meter.CreateObservableGauge(
            "bridge_oldest_unconfirmed_seconds",
            () => Measure(state => Seconds(state.OldestUnconfirmed)),
            description: "Age of the oldest of them; 0 without any.");
        meter.CreateObservableGauge(
            "bridge_outbox_events", () => Measure(state => state.OutboxEvents), description: "Events that the bus does not have yet.");
        meter.CreateObservableGauge(
            "bridge_outbox_oldest_seconds",
            () => Measure(state => Seconds(state.OutboxOldest)),
            description: "Age of the oldest of them; 0 without any.");
        meter.CreateObservableGauge(
            "bridge_path_proved_timestamp_seconds",
            () => Read()?.Paths.Select(Proof) ?? [],
            description: "When a system's test last came through, since 1970; 0: never.");
        meter.CreateObservableGauge(
            "bridge_heartbeat_interval_seconds",
            HeartbeatIntervals,
            description: "How often a test text is to come; no series for an operator without.");
        meter.CreateObservableGauge(
            "bridge_service_suspended", Suspended, description: "1 while the centre has suspended the service at the operator.");
    }

    private static Measurement<double> Proof(PathProof proof)
    {
        var seconds = proof.ProvedAt is { } at ? (at - DateTimeOffset.UnixEpoch).TotalSeconds : 0;
        return new(seconds, SeriesLabels.Create(("operator", proof.Operator), ("leg", proof.Leg)));
    }

    private IEnumerable<Measurement<double>> HeartbeatIntervals() => plan.Operators
        .Where(op => op.Heartbeat is not null)
        .Select(op => new Measurement<double>(op.Heartbeat!.Value.TotalSeconds, SeriesLabels.Create(("operator", op.Name))));

    private IEnumerable<Measurement<int>> Suspended()
    {
        if (Read() is not { } state) return [];
        var suspended = state.Suspended.Select(at => at.Operator).ToHashSet();
        return plan.Operators.Select(op =>
            new Measurement<int>(suspended.Contains(op.Name) ? 1 : 0, SeriesLabels.Create(("operator", op.Name))));
    }

    private static double Seconds(TimeSpan? age) => age?.TotalSeconds ?? 0;

    /// <summary>No value at all while the store cannot be asked: a 0 would mean that all is well.</summary>
    private IEnumerable<Measurement<T>> Measure<T>(Func<ServiceState, T> value)
        where T : struct => Read() is { } state ? [new(value(state))] : [];

    private ServiceState? Read()
    {
        lock (_reading)
        {
            if (_last is not null && time.GetElapsedTime(_lastAt) < FreshFor) return _last;
            _last = state.TryRead();
            _lastAt = time.GetTimestamp();
            return _last;
        }
    }
}
