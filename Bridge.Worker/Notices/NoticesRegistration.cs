using Bridge.Worker.Registry;
using Bridge.Worker.Reports;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Bridge.Worker.Notices;

internal static class NoticesRegistration
{
    public static IServiceCollection AddNotices(this IServiceCollection services)
    {
        services.TryAddSingleton<RegistryMemory>();
        return services
            .AddSingleton<SenderNotices>()
            .AddSingleton<ISenderNotices>(provider => provider.GetRequiredService<SenderNotices>())
            .AddSingleton<SuspensionCommands>()
            .AddHostedService<NoticeClock>();
    }
}
