using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Protocol.Text;
using Bridge.Worker.Configuration;
using Bridge.Worker.Store;

namespace Bridge.Worker.Replies;

/// <summary>
/// Makes a text to a person durable: whom it goes to, through which operator, in which parts. It is queued after the commit. On the
/// writer's thread.
/// </summary>
internal sealed class ReplyIntake(BridgePlan plan, ReplyText texts, AnsweredReports reports, ReplyQueue queue)
{
    /// <summary>Whom a reply goes to.</summary>
    /// <param name="Conversation">Null: the person has none.</param>
    /// <param name="Home">The operator that the centre named; null: the one through which the sender last wrote.</param>
    /// <param name="ConfirmsUpTo">The row of the report that it answers; null: none.</param>
    private sealed record Target(Conversation? Conversation, string? Home, string? Msisdn, long? ConfirmsUpTo);

    /// <summary>A reply of the centre. The reports that it answers count as taken, even when the reply itself cannot be sent.</summary>
    /// <param name="newestTaken">The row of the newest report that was not taken before; null: none.</param>
    /// <returns>Why it cannot be sent, in words without any of its content; null: it is in the store.</returns>
    public string? Accept(StoreTransaction transaction, ReplySend command, out long? newestTaken)
    {
        var (target, problem) = FindTarget(transaction, command, out newestTaken);
        if (target is null) return problem;
        if (FirstOperator(target) is not { } operatorPlan)
        {
            return "the sender's operator is not configured any more, and no other may stand in for it";
        }

        if (texts.Split(command.Text, operatorPlan) is not { } parts)
        {
            return $"$.data.text: needs {ReplyText.CountParts(command.Text, operatorPlan)} parts, {TextSplitter.MaxParts} are possible";
        }

        var kind = ToOutboundKind(command.Kind);
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

    /// <summary>A text of the bridge's own.</summary>
    /// <returns>False: it cannot be sent. Its operator is not configured any more, or it needs too many parts.</returns>
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

    /// <summary>A sender has written through another operator: what is not sent yet is routed again.</summary>
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
    /// The operator whose alphabet it is split for at first. When its turn comes, <see cref="ReplyRouting"/> decides again.
    /// </summary>
    private OperatorPlan? FirstOperator(Target target) => plan.Operator(target.Home ?? target.Conversation!.Operator)
        ?? (plan.Replies.FallbackAfter is null ? null : plan.Operators.Count > 0 ? plan.Operators[0] : null);

    private static OutboundKind ToOutboundKind(ReplyKind kind) => kind switch
    {
        ReplyKind.Confirmation => OutboundKind.Confirmation,
        ReplyKind.Question => OutboundKind.Question,
        _ => OutboundKind.Information,
    };

    private (Target? Target, string? Problem) FindTarget(StoreTransaction transaction, ReplySend command, out long? newestTaken)
    {
        newestTaken = null;
        if (command.ReportId is { } reportId)
        {
            return transaction.Reports.ById(reportId) is { } report
                && transaction.Conversations.ByRow(report.Conversation) is { } conversation
                ? TargetIn(transaction, conversation, report.Row, out newestTaken)
                : (null, "$.data.reportId: no report has this id");
        }

        if (command.ConversationId is { } conversationId)
        {
            return transaction.Conversations.ById(conversationId) is { } conversation
                ? TargetIn(transaction, conversation, transaction.Reports.NewestIn(conversation.Row), out newestTaken)
                : (null, "$.data.conversationId: no conversation has this id");
        }

        if (plan.Operator(command.Operator!) is null) return (null, "$.data.operator: no operator of this name is configured");

        // If the person has a conversation, the reply belongs to it, like any other reply of the centre.
        var withoutConversation = new Target(Conversation: null, command.Operator, command.Msisdn, ConfirmsUpTo: null);
        if (transaction.Conversations.NewestOf(command.Msisdn!) is not { } newest) return (withoutConversation, null);
        var (known, _) = TargetIn(transaction, newest, transaction.Reports.NewestIn(newest.Row), out newestTaken);
        return ((known ?? withoutConversation) with { Home = command.Operator }, null);
    }

    /// <summary>The sender of a conversation. The reports that the reply answers are taken.</summary>
    private (Target? Target, string? Problem) TargetIn(
        StoreTransaction transaction, Conversation conversation, long confirmsUpTo, out long? newestTaken)
    {
        newestTaken = null;
        if (conversation.IsErased) return (null, "the conversation was erased with age: whom to send it to is not known any more");
        if (conversation.Msisdn is null) return (null, "the sender's address is no number: a text cannot be sent to it");
        newestTaken = reports.TakeUpTo(transaction, conversation.Row, confirmsUpTo);
        return (new Target(conversation, Home: null, conversation.Msisdn, confirmsUpTo), null);
    }
}
