using Bridge.Worker.Configuration;

namespace Bridge.Worker.Http;

internal static class HttpServices
{
    public static IServiceCollection AddHttp(this IServiceCollection services, BridgePlan plan) =>
        services.AddSingleton(new BearerAccess(plan.Http));
}
