namespace Bridge.Worker.Operators;

internal static class OperatorsServices
{
    public static IServiceCollection AddOperators(this IServiceCollection services) => services
        .AddSingleton<PeerVersions>()
        .AddSingleton<OperatorLinks>()
        .AddSingleton<IOperatorLinks>(provider => provider.GetRequiredService<OperatorLinks>())
        .AddSingleton<IOperatorTraffic>(provider => provider.GetRequiredService<OperatorLinks>())
        .AddSingleton<ILinkMaintenance>(provider => provider.GetRequiredService<OperatorLinks>())
        .AddSingleton<IFirstTries>(provider => provider.GetRequiredService<OperatorLinks>());
}
