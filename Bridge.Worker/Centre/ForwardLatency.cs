using Bridge.Worker.Store;

namespace Bridge.Worker.Centre;

/// <summary>Measures how long an event took to reach the bus, for the events that have a text behind them.</summary>
internal sealed class ForwardLatency(IForwardMetrics metrics, TimeProvider time)
{
    public void Record(OutboxEvent forwarded)
    {
        if (forwarded is not { Operator: { } operatorName, ReadAt: { } readAt }) return;

        // The wall clock may have been set back meanwhile; a negative duration would spoil the histogram.
        var elapsed = time.GetUtcNow() - readAt;
        metrics.Forwarded(operatorName, elapsed < TimeSpan.Zero ? TimeSpan.Zero : elapsed);
    }
}
