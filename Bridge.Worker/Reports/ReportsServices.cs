using Bridge.Worker.Operators;
using Bridge.Worker.Store;

namespace Bridge.Worker.Reports;

internal static class ReportsServices
{
    public static IServiceCollection AddReports(this IServiceCollection services) => services
        .AddSingleton(IntakeLimits.Default)
        .AddSingleton<IntakeMemory>()
        .AddSingleton<ILoadedFromStore>(provider => provider.GetRequiredService<IntakeMemory>())
        .AddSingleton<ReportRelease>()
        .AddSingleton<ReportRepeats>()
        .AddSingleton<ReportIntake>()
        .AddSingleton<TextIntake>()
        .AddSingleton<ITextIntake>(provider => provider.GetRequiredService<TextIntake>())
        .AddSingleton<IntakeWatch>()
        .AddSingleton<OverdueRule>()
        .AddSingleton<OverdueWatch>()
        .AddSingleton<PathWatch>()
        .AddSingleton<IPathWatch>(provider => provider.GetRequiredService<PathWatch>());
}
