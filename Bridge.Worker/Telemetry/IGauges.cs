using System.Diagnostics.Metrics;

namespace Bridge.Worker.Telemetry;

/// <summary>Values that are read from a room at each scrape.</summary>
internal interface IGauges
{
    void AddTo(Meter meter);
}

/// <summary>Adds every gauge before the first scrape: an alert on a series that is absent is silent.</summary>
internal sealed class GaugesStart(IEnumerable<IGauges> all, Meter meter) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var gauges in all) gauges.AddTo(meter);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
