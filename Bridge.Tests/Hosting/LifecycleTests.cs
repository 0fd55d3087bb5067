using System.Reflection;
using Bridge.Tests.Support;
using Bridge.Worker.Configuration;
using Bridge.Worker.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;

namespace Bridge.Tests.Hosting;

[Trait("Speed", "rooms")]
public sealed class LifecycleTests
{
    private static readonly Assembly Ours = typeof(Lifecycle).Assembly;

    /// <summary>A service that no step starts would never run, and nobody would be told.</summary>
    [Fact]
    public async Task Every_service_that_runs_is_started_with_one_bus_or_the_other()
    {
        var started = await StartedAsync(new BusPlan("embedded", null));
        started.UnionWith(await StartedAsync(new BusPlan("rabbitmq", new Uri("amqp://127.0.0.1/"))));

        started.ShouldBe(
            Ours.GetTypes().Where(type => type is { IsAbstract: false, IsInterface: false }
                && type.IsAssignableTo(typeof(IHostedService)) && type != typeof(ServiceManager)),
            ignoreOrder: true);
    }

    /// <summary>Those of libraries are left out; so is the one for a service manager, which runs only where one listens.</summary>
    private static async Task<HashSet<Type>> StartedAsync(BusPlan bus)
    {
        using var folder = new TempFolder();
        var plan = TestPlan.Create(folder.File("bridge.db")) with { Bus = bus };
        await using var services = new ServiceCollection().AddLogging().AddBridge(plan).AddLifecycle(plan)
            .AddSingleton<IHostApplicationLifetime, ApplicationLifetime>().BuildServiceProvider();
        return [.. services.GetServices<IHostedService>().Select(service => service.GetType()).Where(type => type.Assembly == Ours)];
    }
}
