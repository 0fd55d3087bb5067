using System.Diagnostics.Metrics;
using Bridge.Worker.Configuration;
using Bridge.Worker.Replies;
using Bridge.Worker.Store;

namespace Bridge.Worker.Telemetry;

/// <summary>
/// What no operator has accepted yet, by operator and kind, read at each scrape. Every series is there from the start: an alert on a series
/// that is absent is silent.
/// </summary>
internal sealed class ReplyGauges(BridgePlan plan, ReplyQueue queue, TimeProvider time) : IGauges
{
    public void AddTo(Meter meter)
    {
        meter.CreateObservableGauge(
            "bridge_replies_waiting",
            () => Measure((count, _) => count),
            description: "Texts to people that no operator has accepted yet.");
        meter.CreateObservableGauge(
            "bridge_replies_oldest_seconds",
            () => Measure((_, age) => age.TotalSeconds),
            description: "Age of the oldest of them; 0 without any.");
    }

    private IEnumerable<Measurement<double>> Measure(Func<int, TimeSpan, double> value)
    {
        var waiting = queue.Waiting().ToDictionary(group => (group.Operator, group.Kind), group => (group.Count, group.Oldest));
        var now = time.GetUtcNow();
        foreach (var operatorName in plan.Operators.Select(op => op.Name).Union(waiting.Keys.Select(key => key.Operator)))
        {
            foreach (var kind in Enum.GetValues<OutboundKind>())
            {
                var (count, oldest) = waiting.GetValueOrDefault((operatorName, kind), (0, now));
                yield return new(value(count, now - oldest), SeriesLabels.Create(("operator", operatorName), ("kind", kind.Label())));
            }
        }
    }
}
