namespace Bridge.Worker.Supervision;

internal static class SupervisionServices
{
    public static IServiceCollection AddSupervision(this IServiceCollection services) => services.AddSingleton<Pulses>();
}
