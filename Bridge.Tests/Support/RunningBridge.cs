using Bridge.Worker.Centre;
using Bridge.Worker.Configuration;
using Bridge.Worker.Hosting;
using Bridge.Worker.Operators;
using Bridge.Worker.Replies;
using Bridge.Worker.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Tests.Support;

/// <summary>The daemon's host in this process on a free port, with the rooms behind it in the test's hands.</summary>
internal sealed class RunningBridge : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningBridge(WebApplication app)
    {
        _app = app;
        Client = new() { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<RunningBridge> StartAsync(BridgePlan plan, Action<IServiceCollection> rooms)
    {
        var quiet = new ConfigurationBuilder().AddInMemoryCollection(
            [new("Logging:LogLevel:Default", "None"), new("Logging:LogLevel:Microsoft.Hosting.Lifetime", "None")]).Build();
        var app = BridgeHost.Build(plan, quiet, rooms);
        await app.StartAsync();
        return new(app);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

/// <summary>What the rooms say of themselves, as the test wants it.</summary>
internal sealed class ToldState : IServiceState, IOperatorLinks, IBusStatus
{
    public ServiceState State { get; set; } = new(StoreUp: true, 0, null, null, 0, null);

    public bool Up { get; set; } = true;

    public bool Broken { get; set; }

    public IReadOnlyList<LinkState> Links { get; set; } = [];

    public void AddTo(IServiceCollection services) =>
        services.AddSingleton<ReplyQueue>().AddSingleton<IServiceState>(this).AddSingleton<IOperatorLinks>(this)
            .AddSingleton<IBusStatus>(this);

    public ServiceState Read() => Broken ? throw new InvalidOperationException("the disk is gone") : State;

    public IReadOnlyList<ReportProgress> Newest(int atMost) => [];
}
