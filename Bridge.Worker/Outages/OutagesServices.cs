using Bridge.Worker.Operators;

namespace Bridge.Worker.Outages;

internal static class OutagesServices
{
    public static IServiceCollection AddOutages(this IServiceCollection services) => services
        .AddSingleton<ILinkListener, LinkChanges>()
        .AddSingleton<OutageRule>()
        .AddSingleton<OutageWatch>();
}
