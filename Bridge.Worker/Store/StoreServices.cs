using Bridge.Worker.Configuration;

namespace Bridge.Worker.Store;

internal static class StoreServices
{
    public static IServiceCollection AddStore(this IServiceCollection services) => services
        .AddSingleton(provider => new SqliteDatabase(provider.GetRequiredService<BridgePlan>().Store.Path!))
        .AddSingleton(provider => new StoreWriter(
            provider.GetRequiredService<SqliteDatabase>(), provider.GetRequiredService<BridgePlan>().NodeName,
                provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<StoreWriter>>()))
        .AddSingleton<Outbox>()
        .AddSingleton<IOutbox>(provider => provider.GetRequiredService<Outbox>())
        .AddSingleton<StoreState>()
        .AddSingleton<IServiceState>(provider => provider.GetRequiredService<StoreState>())
        .AddSingleton<Checkpointer>()
        .AddHostedService(provider => provider.GetRequiredService<Checkpointer>())
        .AddHostedService<StorePulse>();
}
