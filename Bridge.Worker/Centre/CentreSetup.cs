using Bridge.Worker.Centre.Embedded;
using Bridge.Worker.Centre.RabbitMq;
using Bridge.Worker.Configuration;
using Bridge.Worker.Http;
using Bridge.Worker.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Bridge.Worker.Centre;

/// <summary>The room's two doors: what the host runs, and what it serves.</summary>
public static class CentreSetup
{
    /// <summary>
    /// Adds the configured bus, and the embedded one in any case. Call it before the operators' services are added: hosted services stop in
    /// reverse, so the relay then flushes what the operators' stopping still wrote. Needs IOutbox, IForwardMetrics and the rooms of reports
    /// and replies.
    /// </summary>
    public static IServiceCollection AddCentre(this IServiceCollection services, BridgePlan plan)
    {
        services.TryAddSingleton(plan);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ICommandDesk, CommandDesk>();
        services.AddSingleton<ForwardClock>();
        services.AddSingleton(new BearerAccess(plan.Http));
        services.AddSingleton<CommandEndpoint>();
        services.AddSingleton(provider => new EventStream(
            provider.GetRequiredService<IOutbox>(), provider.GetService<EmbeddedBus>(),
                provider.GetRequiredService<IHostApplicationLifetime>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<EventStream>>()));
        return plan.Bus.Kind == RelaySession.Bus ? services.AddRabbitMq() : services.AddEmbedded();
    }

    public static IEndpointRouteBuilder MapCentre(this IEndpointRouteBuilder endpoints)
    {
        var access = endpoints.ServiceProvider.GetRequiredService<BearerAccess>();
        endpoints.MapGet("/centre/events", access.Guard(endpoints.ServiceProvider.GetRequiredService<EventStream>().ServeAsync));
        endpoints.MapPost("/centre/commands", access.Guard(endpoints.ServiceProvider.GetRequiredService<CommandEndpoint>().TakeAsync));
        return endpoints;
    }

    private static IServiceCollection AddRabbitMq(this IServiceCollection services)
    {
        services.AddSingleton<BusStatus>();
        services.AddSingleton<IBusStatus>(provider => provider.GetRequiredService<BusStatus>());
        services.AddSingleton<RabbitMqConnector>();
        services.AddHostedService<RabbitMqRelay>();
        services.AddHostedService<RabbitMqCommands>();
        return services;
    }

    private static IServiceCollection AddEmbedded(this IServiceCollection services)
    {
        services.AddSingleton<EmbeddedBus>();
        services.AddSingleton<IBusStatus>(provider => provider.GetRequiredService<EmbeddedBus>());
        services.AddHostedService(provider => provider.GetRequiredService<EmbeddedBus>());
        return services;
    }
}
