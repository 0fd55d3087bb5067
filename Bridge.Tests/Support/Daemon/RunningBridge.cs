using Bridge.Worker.Configuration;
using Bridge.Worker.Hosting;
using Bridge.Worker.Operators;
using Bridge.Worker.Registry;
using Bridge.Worker.Reports;
using Bridge.Worker.Retention;
using Bridge.Worker.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Bridge.Tests.Support;

/// <summary>
/// The daemon's web server in this process on a free port, with an empty store. Of the rooms behind it nothing runs: no link binds, and what
/// they say of themselves is in the test's hands.
/// </summary>
internal sealed class RunningBridge : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TempFolder _folder;

    private RunningBridge(WebApplication app, TempFolder folder)
    {
        _app = app;
        _folder = folder;
        Client = new() { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<RunningBridge> StartAsync(BridgePlan plan, Action<IServiceCollection> replace)
    {
        var folder = new TempFolder();
        var quiet = new ConfigurationBuilder().AddInMemoryCollection(
            [new("Logging:LogLevel:Default", "None"), new("Logging:LogLevel:Microsoft.Hosting.Lifetime", "None")]).Build();
        var app = BridgeHost.Build(plan with { Store = plan.Store with { Path = folder.File("bridge.db") } }, quiet, services =>
        {
            services.RemoveAll<IHostedService>().AddHostedService<GaugesStart>();
            replace(services);
        });

        // In the daemon the rooms that run ask for them.
        foreach (var metrics in (Type[])[typeof(IReportMetrics), typeof(ILinkMetrics), typeof(IRegistryMetrics), typeof(IRetentionMetrics)])
        {
            app.Services.GetRequiredService(metrics);
        }

        await app.StartAsync();
        return new(app, folder);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _folder.Dispose();
    }
}
