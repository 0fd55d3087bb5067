using System.Collections.Concurrent;
using Bridge.Worker.Centre;
using Bridge.Worker.Centre.Embedded;
using Bridge.Worker.Centre.RabbitMq;
using Bridge.Worker.Configuration;
using Bridge.Worker.Hosting;
using Bridge.Worker.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bridge.Tests.Support;

/// <summary>The Centre's room in a web host of its own, on a free port of 127.0.0.1, over an outbox and an executor of commands in memory.</summary>
internal sealed class CentreHost : IAsyncDisposable, IForwardMetrics
{
    private readonly WebApplication _app;

    private CentreHost(WebApplication app, InMemoryOutbox outbox, RecordingCommandExecutor commands)
    {
        _app = app;
        Outbox = outbox;
        Commands = commands;
    }

    public InMemoryOutbox Outbox { get; }

    public RecordingCommandExecutor Commands { get; }

    public ConcurrentQueue<(string Operator, TimeSpan Elapsed)> Forwards { get; } = new();

    public IBusStatus Bus => _app.Services.GetRequiredService<IBusStatus>();

    public Uri Url => new(_app.Urls.First());

    public static Task<CentreHost> StartEmbeddedAsync(string? token = null, TimeProvider? time = null,
        Action<WebApplicationBuilder>? configure = null, Action<WebApplication>? map = null) =>
        StartAsync(new BusPlan("embedded", null), new InMemoryOutbox(), token, time, configure, map);

    public static Task<CentreHost> StartRabbitMqAsync(Uri uri, InMemoryOutbox? outbox = null) =>
        StartAsync(new BusPlan("rabbitmq", uri), outbox ?? new InMemoryOutbox(), null, null, null, null);

    public static BridgePlan Plan(BusPlan bus, string? token = null) => TestPlan.Create(storePath: "unused") with
    {
        NodeName = "bridge-1",
        Operators = [],
        Bus = bus,
        Http = new HttpPlan(new Uri("http://127.0.0.1:0"), token),
    };

    public void Forwarded(string operatorName, TimeSpan elapsed) => Forwards.Enqueue((operatorName, elapsed));

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static async Task<CentreHost> StartAsync(
        BusPlan bus, InMemoryOutbox outbox, string? token, TimeProvider? time, Action<WebApplicationBuilder>? configure,
            Action<WebApplication>? map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var commands = new RecordingCommandExecutor();
        CentreHost? host = null;
        builder.Services.AddBridge(Plan(bus, token))
            .AddSingleton<IOutbox>(outbox)
            .AddSingleton<IForwardMetrics>(_ => host!)
            .AddSingleton(time ?? TimeProvider.System)
            .AddSingleton<ICommandExecutor>(commands);
        if (bus.Kind == "embedded") builder.Services.AddHostedService(provider => provider.GetRequiredService<EmbeddedBus>());
        else AddRabbitMq(builder.Services);
        configure?.Invoke(builder);

        var app = builder.Build();
        host = new CentreHost(app, outbox, commands);
        app.MapCentre();
        map?.Invoke(app);
        await app.StartAsync();
        return host;
    }

    private static void AddRabbitMq(IServiceCollection services) => services
        .AddHostedService(provider => provider.GetRequiredService<RabbitMqRelay>())
        .AddHostedService(provider => provider.GetRequiredService<RabbitMqCommands>());
}
