using System.Diagnostics.Metrics;
using Bridge.Worker.Centre;
using Bridge.Worker.Http;
using Bridge.Worker.Operators;
using Bridge.Worker.Reports;
using Bridge.Worker.Supervision;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OpenTelemetry.Metrics;

namespace Bridge.Worker.Telemetry;

/// <summary>Metrics, health and status: what an SRE sees (contract §4 and §5).</summary>
internal static class TelemetryServices
{
    /// <summary>Above what <see cref="LinkMetrics"/> can make of twenty links; OpenTelemetry's own limit of 2,000 is below it.</summary>
    private const int MostSeriesOfPdus = 6_000;

    public static WebApplicationBuilder AddTelemetry(this WebApplicationBuilder builder)
    {
        // OpenTelemetry listens by name throughout the process: a name of its own keeps two bridges in one process apart.
        var meter = "Bridge." + Guid.NewGuid().ToString("N");
        builder.Services.AddSingleton(services =>
        {
            // Whoever counts comes after whoever listens, or its first counts were for nobody.
            _ = services.GetRequiredService<MeterProvider>();
            return new Meter(meter);
        });
        builder.Services.AddSingleton<Pulses>();
        builder.Services.AddSingleton<BridgeMetrics>();
        builder.Services.AddSingleton<IRoomMetrics>(services => services.GetRequiredService<BridgeMetrics>());
        builder.Services.AddSingleton<IForwardMetrics>(services => services.GetRequiredService<BridgeMetrics>());
        builder.Services.AddSingleton<LinkMetrics>();
        builder.Services.AddSingleton<ILinkMetrics>(services => services.GetRequiredService<LinkMetrics>());
        builder.Services.AddSingleton<ServiceGauges>();
        builder.Services.AddSingleton<ReplyGauges>();
        builder.Services.AddSingleton<ServiceHealth>();
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter(meter)
            .AddView("bridge_smpp_pdus_total", new MetricStreamConfiguration { CardinalityLimit = MostSeriesOfPdus })
            .AddPrometheusExporter(exporter =>
            {
                exporter.ScopeInfoEnabled = false;
                exporter.TargetInfoEnabled = false;
                exporter.ScrapeResponseCacheDurationMilliseconds = 0;
            }));
        return builder;
    }

    public static void MapTelemetry(this WebApplication app)
    {
        // Instruments exist once their class does: before the first scrape, not before the first text.
        _ = app.Services.GetRequiredService<BridgeMetrics>();
        _ = app.Services.GetRequiredService<LinkMetrics>();
        _ = app.Services.GetRequiredService<ServiceGauges>();
        _ = app.Services.GetRequiredService<ReplyGauges>();
        app.MapPrometheusScrapingEndpoint("/metrics");

        var pulses = app.Services.GetRequiredService<Pulses>();
        var health = app.Services.GetRequiredService<ServiceHealth>();
        app.MapGet(
            "/health/live",
            context =>
                Answer(
                    context,
                    [
                        .. pulses
                            .Stalled()
                            .Select(p => new HealthCheck("loop " + p.Name, Ok: false, $"has not turned for {p.Age.TotalSeconds:F0} s")),
                    ]));
        app.MapGet("/health/ready", context => Answer(context, health.Ready()));
        app.MapGet("/status", context => context.Response.WriteAsJsonAsync(health.Status(), HttpJson.Options, context.RequestAborted));
    }

    private static Task Answer(HttpContext context, IReadOnlyList<HealthCheck> checks)
    {
        var well = checks.All(c => c.Ok);
        context.Response.StatusCode = well ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(
            new { status = well ? "ok" : "unavailable", checks },
            HttpJson.Options,
            context.RequestAborted);
    }
}
