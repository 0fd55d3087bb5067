using System.Diagnostics.Metrics;
using Bridge.Worker.Centre;
using Bridge.Worker.Http;
using Bridge.Worker.Notices;
using Bridge.Worker.Operators;
using Bridge.Worker.Registry;
using Bridge.Worker.Replies;
using Bridge.Worker.Reports;
using Bridge.Worker.Retention;
using Bridge.Worker.Supervision;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OpenTelemetry.Metrics;

namespace Bridge.Worker.Telemetry;

/// <summary>Metrics, health and status: what an SRE sees (contract §4 and §5).</summary>
internal static class TelemetryServices
{
    /// <summary>More than <see cref="LinkMetrics"/> can make of twenty links; OpenTelemetry's own limit of 2,000 is less.</summary>
    private const int MaxPduSeries = 6_000;

    public static IServiceCollection AddTelemetry(this IServiceCollection services)
    {
        // OpenTelemetry listens by name in the whole process: a name of its own keeps two bridges in one process apart.
        var meterName = "Bridge." + Guid.NewGuid().ToString("N");
        services.AddSingleton(provider =>
        {
            // The listener comes first, or it misses the first counts.
            _ = provider.GetRequiredService<MeterProvider>();
            return new Meter(meterName);
        });
        services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter(meterName)
            .AddView("bridge_smpp_pdus_total", new MetricStreamConfiguration { CardinalityLimit = MaxPduSeries })
            .AddPrometheusExporter(exporter =>
            {
                exporter.ScopeInfoEnabled = false;
                exporter.TargetInfoEnabled = false;
                exporter.ScrapeResponseCacheDurationMilliseconds = 0;
            }));
        return services
            .AddSingleton<BridgeMetrics>()
            .AddSingleton<IReportMetrics>(provider => provider.GetRequiredService<BridgeMetrics>())
            .AddSingleton<IReplyMetrics>(provider => provider.GetRequiredService<BridgeMetrics>())
            .AddSingleton<INoticeMetrics>(provider => provider.GetRequiredService<BridgeMetrics>())
            .AddSingleton<IForwardMetrics>(provider => provider.GetRequiredService<BridgeMetrics>())
            .AddSingleton<ILinkMetrics, LinkMetrics>()
            .AddSingleton<IRegistryMetrics, RegistryMetrics>()
            .AddSingleton<IRetentionMetrics, RetentionMetrics>()
            .AddSingleton<IGauges, ServiceGauges>()
            .AddSingleton<IGauges, ReplyGauges>()
            .AddSingleton<IGauges, RegistryGauges>()
            .AddSingleton<GaugesStart>()
            .AddSingleton<ServiceHealth>();
    }

    public static void MapTelemetry(this WebApplication app)
    {
        app.MapPrometheusScrapingEndpoint("/metrics");

        var pulses = app.Services.GetRequiredService<Pulses>();
        var health = app.Services.GetRequiredService<ServiceHealth>();
        app.MapGet("/health/live", context => AnswerAsync(context, [.. pulses.Stalled().Select(Stalled)]));
        app.MapGet("/health/ready", context => AnswerAsync(context, health.Ready()));
        app.MapGet("/status", context => context.Response.WriteAsJsonAsync(health.Status(), HttpJson.Options, context.RequestAborted));
    }

    private static HealthCheck Stalled(Pulse pulse) =>
        new("loop " + pulse.Name, Ok: false, $"has not turned for {pulse.Age.TotalSeconds:F0} s");

    private static Task AnswerAsync(HttpContext context, IReadOnlyList<HealthCheck> checks)
    {
        var well = checks.All(c => c.Ok);
        context.Response.StatusCode = well ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(
            new { status = well ? "ok" : "unavailable", checks }, HttpJson.Options, context.RequestAborted);
    }
}
