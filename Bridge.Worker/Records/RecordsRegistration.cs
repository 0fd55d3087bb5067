namespace Bridge.Worker.Records;

internal static class RecordsRegistration
{
    /// <summary>After the reports' room, whose start lets the store's writer turn.</summary>
    public static IServiceCollection AddRecords(this IServiceCollection services) => services
        .AddSingleton<RetentionRule>()
        .AddSingleton<RetentionMetrics>()
        .AddSingleton<HoldDesk>()
        .AddHostedService<RetentionClock>()
        .AddHostedService<EvidenceAnchor>();
}
