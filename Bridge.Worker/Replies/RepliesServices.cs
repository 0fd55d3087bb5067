using Bridge.Worker.Operators;

namespace Bridge.Worker.Replies;

internal static class RepliesServices
{
    public static IServiceCollection AddReplies(this IServiceCollection services) => services
        .AddSingleton<ReplyText>()
        .AddSingleton<ReplyQueue>()
        .AddSingleton<AnsweredReports>()
        .AddSingleton<ReplyIntake>()
        .AddSingleton<ReplyRouting>()
        .AddSingleton<ReplyProgress>()
        .AddSingleton<Receipts>()
        .AddSingleton<IReceiptIntake>(provider => provider.GetRequiredService<Receipts>())
        .AddSingleton<ReplySteps>()
        .AddSingleton<ReplySender>()
        .AddSingleton<ReplyDeadlines>();
}
