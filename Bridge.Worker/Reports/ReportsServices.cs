using Bridge.Worker.Configuration;
using Bridge.Worker.Operators;
using Bridge.Worker.Registry;
using Bridge.Worker.Store;

namespace Bridge.Worker.Reports;

internal static class ReportsServices
{
    public static IServiceCollection AddReports(this IServiceCollection services) => services
        .AddSingleton(provider => new IntakeMemory(provider.GetRequiredService<BridgePlan>(), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<Intaker>()
        .AddSingleton<Inbound>()
        .AddSingleton<IInbound>(provider => provider.GetRequiredService<Inbound>())
        .AddHostedService<IntakeStart>()
        .AddHostedService<ReportClock>()
        .AddSingleton<OverdueRule>()
        .AddHostedService<OverdueClock>()
        .AddSingleton<PathClock>()
        .AddSingleton<IPathWatch>(provider => provider.GetRequiredService<PathClock>())
        .AddHostedService(provider => provider.GetRequiredService<PathClock>());
}

/// <summary>
/// Loads what dedupe and assembly must know, and who is registered, then lets the store's writer turn: before any link may bring a text.
/// </summary>
internal sealed class IntakeStart(StoreWriter writer, IntakeMemory memory, RegistryMemory registry, IRoomMetrics metrics) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        writer.RolledBack += memory.Load;
        writer.ReportsTaken += taken =>
        {
            foreach (var (operatorName, waited) in taken) metrics.Taken(operatorName, waited);
        };
        writer.RegistrationsCommitted += registry.OnCommitted;
        writer.Start(transaction =>
        {
            registry.Load(transaction);
            memory.Load(transaction);
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
