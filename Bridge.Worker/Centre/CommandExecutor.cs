using Bridge.Protocol.Centre;
using Bridge.Worker.Notices;
using Bridge.Worker.Registry;
using Bridge.Worker.Replies;
using Bridge.Worker.Store;

namespace Bridge.Worker.Centre;

/// <summary>
/// Carries out the centre's commands. Each is durable before it is acknowledged. A repeated id is acknowledged again and done once.
/// </summary>
internal sealed class CommandExecutor(
    StoreWriter store, ReplyIntake replies, AnsweredReports reports, RegistrationCommands registrations,
    SuspensionCommands suspensions, SenderNotices notices) : ICommandExecutor
{
    public async Task<CommandVerdict> ExecuteAsync(Command command, CancellationToken cancel)
    {
        var problem = await store.RunAsync(transaction => Execute(transaction, command), cancel);
        return problem is null ? CommandVerdict.Accepted : new CommandVerdict([problem]);
    }

    public Task RejectAsync(string? commandId, IReadOnlyList<string> problems, CancellationToken cancel) =>
        store.RunAsync(transaction => transaction.Events.Append(new CommandRejected(commandId, problems), transaction.Now), cancel);

    /// <summary>Why it cannot be carried out, or null.</summary>
    private string? Execute(StoreTransaction transaction, Command command)
    {
        if (transaction.Commands.Contains(command.Id)) return null;
        long? newestTaken = null;
        var problem = command switch
        {
            ReplySend send => replies.Accept(transaction, send, out newestTaken),
            ReportTaken taken => Take(transaction, taken, out newestTaken),
            ConversationClose close => Close(transaction, close),
            RegistrationPut put => registrations.Put(transaction, put),
            RegistrationRemove remove => registrations.Remove(transaction, remove),
            ServiceSuspend suspend => suspensions.Execute(transaction, suspend),
            ServiceResume resume => suspensions.Execute(transaction, resume),
            _ => "$.type: not supported by this version",
        };
        if (newestTaken is { } report) notices.Taken(transaction, report);
        if (problem is null) transaction.Commands.Add(command.Id, command.CommandName, transaction.Now);
        transaction.Records.Command(
            CloudEvent.WriteCommand(command, "/centre", transaction.Now), problem, ConversationOf(transaction, command), transaction.Now);
        return problem;
    }

    /// <summary>What a command says of a person is erased with this conversation.</summary>
    private static long? ConversationOf(StoreTransaction transaction, Command command) => command switch
    {
        ReplySend { ReportId: { } report } => transaction.Reports.ById(report)?.Conversation,
        ReplySend { ConversationId: { } conversation } => transaction.Conversations.ById(conversation)?.Row,
        ReplySend { Msisdn: { } msisdn } => transaction.Conversations.NewestOf(msisdn)?.Row,
        ReportTaken taken => transaction.Reports.ById(taken.ReportId)?.Conversation,
        ConversationClose close => transaction.Conversations.ById(close.ConversationId)?.Row,
        _ => null,
    };

    private string? Take(StoreTransaction transaction, ReportTaken taken, out long? newestTaken)
    {
        newestTaken = null;
        if (transaction.Reports.ById(taken.ReportId) is not { } report) return "$.data.reportId: no report has this id";
        newestTaken = reports.Take(transaction, report.Row);
        return null;
    }

    private static string? Close(StoreTransaction transaction, ConversationClose close)
    {
        if (transaction.Conversations.ById(close.ConversationId) is not { } conversation)
        {
            return "$.data.conversationId: no conversation has this id";
        }

        transaction.Conversations.Close(conversation.Row, transaction.Now);
        return null;
    }
}
