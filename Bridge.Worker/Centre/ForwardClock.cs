using Bridge.Worker.Store;

namespace Bridge.Worker.Centre;

/// <summary>Turns a hand-over into a measurement, for the events that have a text behind them.</summary>
internal sealed class ForwardClock(IForwardMetrics metrics, TimeProvider time)
{
    public void Forwarded(OutboxEvent forwarded)
    {
        if (forwarded is not { Operator: { } operatorName, ReadAt: { } readAt }) return;

        // The wall clock may have been set back meanwhile; a negative duration would spoil the histogram.
        var elapsed = time.GetUtcNow() - readAt;
        metrics.Forwarded(operatorName, elapsed < TimeSpan.Zero ? TimeSpan.Zero : elapsed);
    }
}
