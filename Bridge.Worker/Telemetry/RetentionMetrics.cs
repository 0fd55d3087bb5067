using System.Diagnostics.Metrics;
using Bridge.Worker.Retention;
using Bridge.Worker.Store;

namespace Bridge.Worker.Telemetry;

/// <summary>bridge_erased_total and bridge_oldest_personal_seconds: whether personal data are erased in time.</summary>
internal sealed class RetentionMetrics : IRetentionMetrics
{
    private readonly Counter<long> _erased;
    private readonly TimeProvider _time;
    private long _oldest = -1;

    public RetentionMetrics(Meter meter, TimeProvider time)
    {
        _time = time;
        _erased = meter.CreateCounter<long>("bridge_erased_total", description: "Rows whose personal data were erased with age.");
        meter.CreateObservableGauge(
            "bridge_oldest_personal_seconds",
            Age,
            description: "Since the oldest conversation that is not erased began, held ones too; 0 without any.");
        Erased(default(Erased), oldest: null);
        _oldest = -1;
    }

    public void Erased(Erased erased, DateTimeOffset? oldest)
    {
        Count("conversation", erased.Conversations);
        Count("text", erased.Texts);
        Count("event", erased.Events);
        Count("reply", erased.Replies);
        Count("record", erased.Records);
        Volatile.Write(ref _oldest, oldest is { } began ? StoredTime.ToMicroseconds(began) : 0);
    }

    private void Count(string record, int rows) => _erased.Add(rows, new KeyValuePair<string, object?>("record", record));

    /// <summary>No value before the first turn: a 0 would mean that nothing is kept.</summary>
    private IEnumerable<Measurement<double>> Age() => Volatile.Read(ref _oldest) switch
    {
        < 0 => [],
        0 => [new(0)],
        var began => [new(Math.Max(0, (_time.GetUtcNow() - StoredTime.FromMicroseconds(began)).TotalSeconds))],
    };
}
