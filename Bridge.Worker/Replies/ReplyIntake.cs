using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Protocol.Text;
using Bridge.Worker.Configuration;
using Bridge.Worker.Store;

namespace Bridge.Worker.Replies;

/// <summary>
/// Makes a text to a person durable: whom it goes to, through which operator, in which parts. The queue hears of it after the commit. On the
/// writer's thread.
/// </summary>
internal sealed class ReplyIntake(BridgePlan plan, ReplyText texts, AnsweredReports reports, ReplyQueue queue)
{
    /// <param name="Home">The operator that the centre named; null: the one through which the sender last wrote.</param>
    private sealed record Target(Conversation? Conversation, string? Home, string? Msisdn, long? ConfirmsUpTo);

    /// <summary>A reply of the centre. What it answers counts as taken, even when the reply itself cannot be sent.</summary>
    /// <param name="newestTaken">The newest report that was not taken before; null: none.</param>
    /// <returns>Why there can be no such reply, in words without any of its content; null: it is in the store.</returns>
    public string? Accept(StoreTransaction transaction, ReplySend command, out long? newestTaken)
    {
        var (target, problem) = Find(transaction, command, out newestTaken);
        if (target is null) return problem;
        if (FirstOperator(target) is not { } operatorPlan)
        {
            return "the sender's operator is not configured any more, and no other may stand in for it";
        }

        if (texts.Split(command.Text, operatorPlan) is not { } parts)
        {
            return $"$.data.text: needs {ReplyText.CountParts(command.Text, operatorPlan)} parts, {TextSplitter.MaxParts} are possible";
        }

        var kind = KindOf(command.Kind);
        var reply = new Reply(
            0, command.Id, command.ReportId, target.Conversation?.Row, operatorPlan.Name,
            ReplyRouting.AddressAt(operatorPlan.Name, target.Conversation, target.Msisdn, Address.None), kind,
            kind == OutboundKind.Confirmation ? target.ConfirmsUpTo : null, transaction.Now, transaction.Now + command.ValidFor, null,
            Ended: false)
        {
            Sender = target.Conversation?.Sender ?? command.Msisdn,
            Home = target.Home,
        };
        Insert(transaction, reply, command.Text, parts);
        if (target.Conversation is { } conversation) transaction.Conversations.Answer(conversation.Row, transaction.Now);
        return null;
    }

    /// <summary>A text of our own.</summary>
    /// <returns>False: its operator is not configured any more, or it needs too many parts, so there is no way for it.</returns>
    public bool TryAccept(StoreTransaction transaction, AutomaticText text)
    {
        if (plan.Operator(text.Operator) is not { } operatorPlan || texts.Split(text.Text, operatorPlan) is not { } parts) return false;
        var reply = new Reply(
            0, Identifier.Create('n', transaction.Now), text.Report, text.Conversation, text.Operator, text.Address, text.Kind, ConfirmsUpTo: null,
            transaction.Now, transaction.Now + text.ValidFor, null, Ended: false)
        {
            Sender = text.Sender,
            Notice = text.Notice,
            Language = text.Language,
            Registration = text.Registration,
            Home = text.Conversation is null ? text.Operator : null,
        };
        Insert(transaction, reply, text.Text, parts);
        return true;
    }

    /// <summary>A sender has written through another operator: what is not sent yet may have another way from now on.</summary>
    public void SenderMoved(StoreTransaction transaction, long conversation)
    {
        foreach (var reply in transaction.Replies.UnsentIn(conversation)) transaction.AfterCommit(() => queue.Add(reply));
    }

    private void Insert(StoreTransaction transaction, Reply reply, string text, IReadOnlyList<TextPart> parts)
    {
        var stored = reply with { Row = transaction.Replies.Insert(reply, text) };
        transaction.ReplyParts.Insert(stored.Row, parts);
        transaction.AfterCommit(() => queue.Add(stored));
    }

    /// <summary>
    /// What it is split for at first; when its turn comes its way is decided by how the links stand then (<see cref="ReplyRouting"/>).
    /// </summary>
    private OperatorPlan? FirstOperator(Target target) => plan.Operator(target.Home ?? target.Conversation!.Operator)
        ?? (plan.Replies.FallbackAfter is null ? null : plan.Operators.Count > 0 ? plan.Operators[0] : null);

    private static OutboundKind KindOf(ReplyKind kind) => kind switch
    {
        ReplyKind.Confirmation => OutboundKind.Confirmation,
        ReplyKind.Question => OutboundKind.Question,
        _ => OutboundKind.Information,
    };

    private (Target? Target, string? Problem) Find(StoreTransaction transaction, ReplySend command, out long? newestTaken)
    {
        newestTaken = null;
        if (command.ReportId is { } reportId)
        {
            return transaction.Reports.ById(reportId) is { } report
                && transaction.Conversations.ByRow(report.Conversation) is { } conversation
                ? Answer(transaction, conversation, report.Row, out newestTaken)
                : (null, "$.data.reportId: no report has this id");
        }

        if (command.ConversationId is { } conversationId)
        {
            return transaction.Conversations.ById(conversationId) is { } conversation
                ? Answer(transaction, conversation, transaction.Reports.NewestIn(conversation.Row), out newestTaken)
                : (null, "$.data.conversationId: no conversation has this id");
        }

        if (plan.Operator(command.Operator!) is null) return (null, "$.data.operator: no operator of this name is configured");

        // The person may be known: then it belongs to the thread that there is, like any other answer of the centre.
        var bare = new Target(Conversation: null, command.Operator, command.Msisdn, ConfirmsUpTo: null);
        if (transaction.Conversations.NewestOf(command.Msisdn!) is not { } newest) return (bare, null);
        var (known, _) = Answer(transaction, newest, transaction.Reports.NewestIn(newest.Row), out newestTaken);
        return ((known ?? bare) with { Home = command.Operator }, null);
    }

    private (Target? Target, string? Problem) Answer(
        StoreTransaction transaction, Conversation conversation, long confirmsUpTo, out long? newestTaken)
    {
        newestTaken = null;
        if (conversation.IsErased) return (null, "the conversation was erased with age: whom to send it to is not known any more");
        if (conversation.Msisdn is null) return (null, "the sender's address is no number: a text cannot be sent to it");
        newestTaken = reports.TakeUpTo(transaction, conversation.Row, confirmsUpTo);
        return (new Target(conversation, Home: null, conversation.Msisdn, confirmsUpTo), null);
    }
}
