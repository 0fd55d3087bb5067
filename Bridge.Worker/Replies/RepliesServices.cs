namespace Bridge.Worker.Replies;

internal static class RepliesServices
{
    /// <summary>The rules and the ledger, which the operators' links need for receipts.</summary>
    public static IServiceCollection AddReplies(this IServiceCollection services) => services
        .AddSingleton<ReplyLedger>()
        .AddSingleton<ReplyCounter>()
        .AddSingleton<ReplyIntake>()
        .AddSingleton<ReplyQueue>()
        .AddSingleton<ReplySending>()
        .AddSingleton<ReplyClock>()
        .AddSingleton<ReplyEngine>();

    /// <summary>The engine turns after the links and stops before them: hosted services stop in the reverse of this order.</summary>
    public static IServiceCollection AddReplySending(this IServiceCollection services) =>
        services.AddHostedService(provider => provider.GetRequiredService<ReplyEngine>());
}
