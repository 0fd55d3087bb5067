namespace Bridge.Worker.Operators;

internal static class OperatorsRegistration
{
    public static IServiceCollection AddOperators(this IServiceCollection services) => services
        .AddSingleton<OperatorLinks>()
        .AddSingleton<IOperatorLinks>(provider => provider.GetRequiredService<OperatorLinks>())
        .AddSingleton<IOperatorTraffic>(provider => provider.GetRequiredService<OperatorLinks>())
        .AddSingleton<IPeerVersions>(provider => new PeersOfLinks(new Lazy<OperatorLinks>(provider.GetRequiredService<OperatorLinks>)))
        .AddSingleton<ILinkMaintenance>(provider => provider.GetRequiredService<OperatorLinks>())
        .AddSingleton<IFirstTries>(provider => provider.GetRequiredService<OperatorLinks>())
        .AddHostedService(provider => provider.GetRequiredService<OperatorLinks>());
}

/// <summary>The links are made of the rooms above them, and one of these asks this: so they are looked up with the first question.</summary>
internal sealed class PeersOfLinks(Lazy<OperatorLinks> links) : IPeerVersions
{
    public bool? TakesTlvs(string operatorName) => links.Value.TakesTlvs(operatorName);
}
