using Bridge.Worker.Configuration;
using Bridge.Worker.Store.Sqlite;

namespace Bridge.Worker.Store;

internal static class StoreServices
{
    public static IServiceCollection AddStore(this IServiceCollection services, BridgePlan plan) => services
        .AddSingleton(new SqliteDatabase(plan.Store.Path))
        .AddSingleton(provider => new StoreWriter(
            provider.GetRequiredService<SqliteDatabase>(), plan.NodeName, provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<StoreWriter>>()))
        .AddSingleton<Outbox>()
        .AddSingleton<IOutbox>(provider => provider.GetRequiredService<Outbox>())
        .AddSingleton<StoreState>()
        .AddSingleton<IServiceState>(provider => provider.GetRequiredService<StoreState>())
        .AddSingleton<StoreStart>()
        .AddSingleton<Checkpointer>()
        .AddSingleton<StorePulse>();
}
