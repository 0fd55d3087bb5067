using System.Net;
using Bridge.Worker.Centre;
using Bridge.Worker.Configuration;
using Bridge.Worker.Desk;
using Bridge.Worker.Retention;
using Bridge.Worker.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Bridge.Worker.Hosting;

/// <summary>The daemon, put together room by room.</summary>
public static class BridgeHost
{
    /// <param name="replace">For tests: other services in the place of some.</param>
    public static WebApplication Build(BridgePlan plan, IConfiguration layers, Action<IServiceCollection>? replace = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { ApplicationName = "bridge" });
        builder.Configuration.AddConfiguration(layers);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = plan.Shutdown);
        builder.AddLogs();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listen(kestrel, plan.Http.Listen));
        builder.Services.AddRoutingCore().AddBridge(plan).AddServiceManager().AddLifecycle(plan);
        replace?.Invoke(builder.Services);

        var app = builder.Build();
        app.MapTelemetry();
        app.MapCentre().MapLinkMaintenance().MapHolds().MapDesk();
        return app;
    }

    /// <summary>Runs until a signal, then drains.</summary>
    /// <returns>0, or 1 on a fault that restarting may cure.</returns>
    public static async Task<int> RunAsync(BridgePlan plan, IConfiguration layers, TextWriter error, CancellationToken cancel)
    {
        try
        {
            await using var app = Build(plan, layers);
            return await RunAsync(app, plan, cancel);
        }
        catch (Exception e)
        {
            // Before there is a logger, or after.
            await error.WriteLineAsync($"bridge: {e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}");
            return ExitCodes.Fault;
        }
    }

    private static async Task<int> RunAsync(WebApplication app, BridgePlan plan, CancellationToken cancel)
    {
        try
        {
            await app.StartAsync(cancel);
            await app.WaitForShutdownAsync(cancel);
        }
        catch (Exception e)
        {
            if (!app.Lifetime.ApplicationStopping.IsCancellationRequested)
            {
                HostLog.Failed(app.Logger, e);
                return ExitCodes.Fault;
            }
            // What is committed is safe and goes on after the next start.
            HostLog.DrainUnfinished(app.Logger, plan.Shutdown, e);
        }
        // .NET stops the host when a loop of it dies, and calls that a clean end.
        var died = app.Services.GetServices<IHostedService>().OfType<BackgroundService>().Any(s => s.ExecuteTask is { IsFaulted: true });
        return died ? ExitCodes.Fault : ExitCodes.Ok;
    }

    private static void Listen(KestrelServerOptions kestrel, Uri listen)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = 1 << 20;
        kestrel.Limits.MaxConcurrentConnections = 1_000;
        if (IPAddress.TryParse(listen.Host.Trim('[', ']'), out var address)) kestrel.Listen(address, listen.Port);
        else if (listen.Port == 0) kestrel.Listen(IPAddress.Loopback, 0);
        else kestrel.ListenLocalhost(listen.Port);
    }
}
