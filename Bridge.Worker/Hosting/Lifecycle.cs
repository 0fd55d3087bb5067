using Bridge.Worker.Centre.Embedded;
using Bridge.Worker.Centre.RabbitMq;
using Bridge.Worker.Configuration;
using Bridge.Worker.Evidence;
using Bridge.Worker.Notices;
using Bridge.Worker.Operators;
using Bridge.Worker.Outages;
using Bridge.Worker.Registry;
using Bridge.Worker.Replies;
using Bridge.Worker.Reports;
using Bridge.Worker.Retention;
using Bridge.Worker.Store;
using Bridge.Worker.Store.Sqlite;
using Bridge.Worker.Telemetry;

namespace Bridge.Worker.Hosting;

/// <summary>
/// What runs, in the order of its start; it stops in the reverse order. So a drain first takes no more commands (the web server, which .NET
/// starts last, then the broker's consumer), then answers what was accepted and unbinds (links), then flushes the outbox, and closes the
/// store last.
/// </summary>
internal static class Lifecycle
{
    /// <param name="WithRabbitMq">Runs only with this bus; null: with either.</param>
    private sealed record Step(Type Service, string Why, bool? WithRabbitMq = null);

    private static readonly Step[] Steps =
    [
        new(typeof(GaugesStart), "every series is there before the first scrape"),
        new(typeof(Checkpointer), "the log is moved into the database as soon as anything writes"),
        new(typeof(StorePulse), "a writer that never turns is seen"),
        new(typeof(StoreStart), "what decisions are taken from is loaded, then the writer turns"),
        new(typeof(IntakeWatch), "texts whose parts were waited for before the start are released"),
        new(typeof(OverdueWatch), "the five minutes go on"),
        new(typeof(PathWatch), "heartbeats are expected from now on"),
        new(typeof(RetentionWatch), "what has outlived its time meanwhile is erased"),
        new(typeof(EvidenceAnchor), "the journal notes where the evidence begins in this run"),
        new(typeof(RegistryWatch), "activation texts go on"),
        new(typeof(NoticeWatch), "senders who are due are told"),
        new(typeof(EmbeddedBus), "stops after the links: what their end wrote is still handed over", WithRabbitMq: false),
        new(typeof(RabbitMqRelay), "stops after the links, and flushes the outbox", WithRabbitMq: true),
        new(typeof(RabbitMqCommands), "takes no commands once the drain begins", WithRabbitMq: true),
        new(typeof(OperatorLinks), "binds when everything behind it is ready; stops by draining and unbinding"),
        new(typeof(ReplySender), "writes to links that are there, and stops before them"),
        new(typeof(ReplyDeadlines), "the same"),
        new(typeof(OutageWatch), "its first turn ends the time in which the daemon did not run"),
    ];

    public static IServiceCollection AddLifecycle(this IServiceCollection services, BridgePlan plan)
    {
        var rabbitMq = plan.Bus.Kind == RelaySession.Bus;
        foreach (var step in Steps.Where(step => step.WithRabbitMq is null || step.WithRabbitMq == rabbitMq))
        {
            services.AddSingleton(provider => (IHostedService)provider.GetRequiredService(step.Service));
        }

        return services;
    }
}
