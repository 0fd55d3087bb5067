using Bridge.Worker.Replies;
using Bridge.Worker.Reports;

namespace Bridge.Worker.Notices;

internal static class NoticesServices
{
    public static IServiceCollection AddNotices(this IServiceCollection services) => services
        .AddSingleton<SenderNotices>()
        .AddSingleton<ISenderNotices>(provider => provider.GetRequiredService<SenderNotices>())
        .AddSingleton<IAutomaticText, NoticeProgress>()
        .AddSingleton<SuspensionCommands>()
        .AddSingleton<NoticeWatch>();
}
