using Bridge.Protocol.Centre;
using Bridge.Worker.Replies;
using Bridge.Worker.Store;

namespace Bridge.Worker.Centre;

/// <summary>Carries out the centre's commands. Durable before it is acknowledged; an id that was there before is answered as the first and done once.</summary>
internal sealed class CommandDesk(StoreWriter store, ReplyIntake replies, ReplyEngine engine) : ICommandDesk
{
    private readonly record struct Done(string? Problem, long? Reply);

    public async Task<CommandVerdict> ExecuteAsync(Command command, CancellationToken cancel)
    {
        var done = await store.RunAsync(transaction => Execute(transaction, command), cancel);
        if (done.Reply is { } row) engine.Send(row);
        return done.Problem is { } problem ? new CommandVerdict([problem]) : CommandVerdict.Accepted;
    }

    public Task RejectAsync(string? commandId, IReadOnlyList<string> problems, CancellationToken cancel) =>
        store.RunAsync(transaction =>
        {
            transaction.Events.Append(new CommandRejected(commandId, problems), transaction.Now);
            return true;
        }, cancel);

    private Done Execute(StoreTransaction transaction, Command command)
    {
        if (transaction.Commands.Contains(command.Id)) return default;
        var done = command switch
        {
            ReplySend send => Reply(transaction, send),
            ReportTaken taken => new Done(Take(transaction, taken), null),
            ConversationClose close => new Done(Close(transaction, close), null),
            _ => new Done("$.type: not supported by this version", null),
        };
        if (done.Problem is null) transaction.Commands.Add(command.Id, command.CommandName, transaction.Now);
        transaction.Records.Command(
            CloudEvent.WriteCommand(command, "/centre", transaction.Now), done.Problem, ConversationOf(transaction, command), done.Reply, transaction.Now);
        return done;
    }

    /// <summary>So that what a command says of a person is erased with the conversation that it is about.</summary>
    private static long? ConversationOf(StoreTransaction transaction, Command command) => command switch
    {
        ReplySend { ReportId: { } report } => transaction.Reports.ById(report)?.Conversation,
        ReplySend { ConversationId: { } conversation } => transaction.Conversations.ById(conversation)?.Row,
        ReportTaken taken => transaction.Reports.ById(taken.ReportId)?.Conversation,
        ConversationClose close => transaction.Conversations.ById(close.ConversationId)?.Row,
        _ => null,
    };

    private Done Reply(StoreTransaction transaction, ReplySend send)
    {
        var (row, problem) = replies.Take(transaction, send);
        return new Done(problem, row);
    }

    private static string? Take(StoreTransaction transaction, ReportTaken taken)
    {
        if (transaction.Reports.ById(taken.ReportId) is not { } report) return "$.data.reportId: no report has this id";
        transaction.Reports.Taken(report.Row, transaction.Now);
        return null;
    }

    private static string? Close(StoreTransaction transaction, ConversationClose close)
    {
        if (transaction.Conversations.ById(close.ConversationId) is not { } conversation) return "$.data.conversationId: no conversation has this id";
        transaction.Conversations.Close(conversation.Row, transaction.Now);
        return null;
    }
}
