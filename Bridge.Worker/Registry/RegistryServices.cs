using Bridge.Worker.Replies;
using Bridge.Worker.Store;

namespace Bridge.Worker.Registry;

internal static class RegistryServices
{
    public static IServiceCollection AddRegistry(this IServiceCollection services) => services
        .AddSingleton<RegistryMemory>()
        .AddSingleton<ILoadedFromStore>(provider => provider.GetRequiredService<RegistryMemory>())
        .AddSingleton<RegistrationChanges>()
        .AddSingleton<RegistrationCommands>()
        .AddSingleton<IAutomaticText, ActivationProgress>()
        .AddSingleton<ActivationTexts>()
        .AddSingleton<RegistryWatch>();
}
