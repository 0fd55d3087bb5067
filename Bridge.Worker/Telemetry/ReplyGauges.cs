using System.Diagnostics.Metrics;
using Bridge.Worker.Configuration;
using Bridge.Worker.Replies;
using Bridge.Worker.Store;

namespace Bridge.Worker.Telemetry;

/// <summary>
/// What waits to be taken by each operator, read at a scrape. Every kind is there at every operator: a 0 that is not written could not be
/// seen.
/// </summary>
internal sealed class ReplyGauges(BridgePlan plan, ReplyQueue queue, TimeProvider time) : IGauges
{
    public void AddTo(Meter meter)
    {
        meter.CreateObservableGauge(
            "bridge_replies_waiting",
            () => Of((count, _) => count),
            description: "Texts to people that no operator has accepted yet.");
        meter.CreateObservableGauge(
            "bridge_replies_oldest_seconds",
            () => Of((_, age) => age.TotalSeconds),
            description: "Age of the oldest of them; 0 without any.");
    }

    private IEnumerable<Measurement<double>> Of(Func<int, TimeSpan, double> value)
    {
        var waiting = queue.Waiting().ToDictionary(some => (some.Operator, some.Kind), some => (some.Count, some.Oldest));
        var now = time.GetUtcNow();
        foreach (var operatorName in plan.Operators.Select(op => op.Name).Union(waiting.Keys.Select(key => key.Operator)))
        {
            foreach (var kind in Enum.GetValues<OutboundKind>())
            {
                var some = waiting.GetValueOrDefault((operatorName, kind), (0, now));
                yield return new(
                    value(some.Item1, now - some.Item2), Series.Of(("operator", operatorName), ("kind", kind.Label())));
            }
        }
    }
}
