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
    /// <param name="replace">For tests: puts other services in the place of some.</param>
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
        catch (Exception fault)
        {
            // There is no logger yet, or none any more.
            await error.WriteLineAsync($"bridge: {fault.GetType().Name}: {fault.Message.ReplaceLineEndings(" ")}");
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
        catch (Exception fault)
        {
            if (!app.Lifetime.ApplicationStopping.IsCancellationRequested)
            {
                HostLog.Failed(app.Logger, fault);
                return ExitCodes.Fault;
            }

            // What is committed is safe and goes on after the next start.
            HostLog.DrainUnfinished(app.Logger, plan.Shutdown, fault);
        }

        // .NET stops the host when one of its loops fails, and reports a clean end.
        var loops = app.Services.GetServices<IHostedService>().OfType<BackgroundService>();
        return loops.Any(loop => loop.ExecuteTask is { IsFaulted: true }) ? ExitCodes.Fault : ExitCodes.Ok;
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
