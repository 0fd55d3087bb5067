using Bridge.Protocol.Centre;
using Bridge.Worker.Configuration;
using Bridge.Worker.Store;

namespace Bridge.Worker.Notices;

/// <summary>
/// Carries out service.suspend and service.resume, for the whole service or for one operator. Every text is still forwarded. On the
/// writer's thread.
/// </summary>
internal sealed partial class SuspensionCommands(BridgePlan plan, ILogger<SuspensionCommands> log)
{
    /// <returns>Why it cannot be carried out, in words; null: it is done.</returns>
    public string? Execute(StoreTransaction transaction, ServiceSuspend suspend)
    {
        if (FindUnknownOperator(suspend.Operator) is { } problem) return problem;
        transaction.Suspensions.Suspend(suspend.Operator, transaction.Now);
        transaction.AfterCommit(() => Suspended(log, suspend.Operator ?? Everywhere));
        return null;
    }

    /// <returns>Why it cannot be carried out, in words; null: it is done.</returns>
    public string? Execute(StoreTransaction transaction, ServiceResume resume)
    {
        if (FindUnknownOperator(resume.Operator) is { } problem) return problem;
        transaction.Suspensions.Resume(resume.Operator);
        transaction.AfterCommit(() => Resumed(log, resume.Operator ?? Everywhere));
        return null;
    }

    private const string Everywhere = "every operator";

    private string? FindUnknownOperator(string? operatorName) => operatorName is null || plan.Operator(operatorName) is not null
        ? null
        : $"$.data.operator: {operatorName} is no operator that is configured here";

    [LoggerMessage(4040, LogLevel.Warning,
        "The centre has suspended the service at {Operator}: texts are forwarded, their senders are told")]
    private static partial void Suspended(ILogger logger, string @operator);

    [LoggerMessage(4041, LogLevel.Warning, "The centre has resumed the service at {Operator}")]
    private static partial void Resumed(ILogger logger, string @operator);
}
