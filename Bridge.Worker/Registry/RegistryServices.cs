namespace Bridge.Worker.Registry;

internal static class RegistryServices
{
    /// <summary>Who is registered is loaded with the intake's memory, before any link may bring a text.</summary>
    public static IServiceCollection AddRegistry(this IServiceCollection services) => services
        .AddSingleton<RegistryMemory>()
        .AddSingleton<RegistryMetrics>()
        .AddSingleton<RegistrationCommands>()
        .AddSingleton<ActivationTexts>()
        .AddHostedService<RegistryClock>();
}
