using Bridge.Worker.Centre.Embedded;
using Bridge.Worker.Centre.RabbitMq;
using Bridge.Worker.Configuration;
using Bridge.Worker.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Bridge.Worker.Centre;

public static class CentreServices
{
    /// <summary>The configured bus, and the embedded one's endpoints in any case.</summary>
    public static IServiceCollection AddCentre(this IServiceCollection services, BridgePlan plan)
    {
        services.AddSingleton<ICommandExecutor, CommandExecutor>();
        services.AddSingleton<ForwardLatency>();
        services.AddSingleton<CommandEndpoint>();
        services.AddSingleton<EventStream>();
        return plan.Bus.Kind == RelaySession.Bus ? services.AddRabbitMq() : services.AddEmbedded();
    }

    public static IEndpointRouteBuilder MapCentre(this IEndpointRouteBuilder endpoints)
    {
        var access = endpoints.ServiceProvider.GetRequiredService<BearerAccess>();
        endpoints.MapGet("/centre/events", access.Guard(endpoints.ServiceProvider.GetRequiredService<EventStream>().ServeAsync));
        endpoints.MapPost("/centre/commands", access.Guard(endpoints.ServiceProvider.GetRequiredService<CommandEndpoint>().ServeAsync));
        return endpoints;
    }

    private static IServiceCollection AddRabbitMq(this IServiceCollection services) => services
        .AddSingleton<RabbitMqStatus>()
        .AddSingleton<IBusStatus>(provider => provider.GetRequiredService<RabbitMqStatus>())
        .AddSingleton<RabbitMqConnector>()
        .AddSingleton<RabbitMqRelay>()
        .AddSingleton<RabbitMqCommands>()
        .AddSingleton<IConsumerProgress, IgnoredProgress>();

    private static IServiceCollection AddEmbedded(this IServiceCollection services) => services
        .AddSingleton<EmbeddedBus>()
        .AddSingleton<IBusStatus>(provider => provider.GetRequiredService<EmbeddedBus>())
        .AddSingleton<IConsumerProgress>(provider => provider.GetRequiredService<EmbeddedBus>());
}
