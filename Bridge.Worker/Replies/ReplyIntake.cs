using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Protocol.Text;
using Bridge.Worker.Configuration;
using Bridge.Worker.Operators;
using Bridge.Worker.Store;

namespace Bridge.Worker.Replies;

/// <summary>Makes a text to a person durable: whom it goes to, through which operator, in which parts. On the writer's thread.</summary>
internal sealed class ReplyIntake(BridgePlan plan, PeerVersions? peers = null)
{
    /// <summary>
    /// Two replies to one phone must not share a reference while their parts are under way: it rolls, from anywhere after a restart.
    /// </summary>
    private byte _reference = (byte)Random.Shared.Next(256);

    /// <param name="Home">The operator that the centre named; null: the one through which the sender last wrote.</param>
    private sealed record Target(Conversation? Conversation, string? Home, string? Msisdn, long? ConfirmsUpTo);

    /// <summary>Why there can be no such reply, in words without any of its content; null: it is in the store.</summary>
    public string? Take(StoreTransaction transaction, ReplySend command)
    {
        var (target, problem) = Find(transaction, command);
        if (target is null) return problem;
        if (Way(target) is not { } operatorPlan)
        {
            return "the sender's operator is not configured any more, and no other may stand in for it";
        }

        var count = Count(command.Text, operatorPlan);
        if (count > TextSplitter.MaxParts) return $"$.data.text: needs {count} parts, {TextSplitter.MaxParts} are possible";
        var kind = KindOf(command.Kind);
        Insert(transaction, Split(command.Text, operatorPlan), new Reply(
            0, command.Id, command.ReportId, target.Conversation?.Row, operatorPlan.Name,
            RouteRule.AddressAt(operatorPlan.Name, target.Conversation, target.Msisdn, Address.None), kind,
            kind == OutboundKind.Confirmation ? target.ConfirmsUpTo : null, transaction.Now, transaction.Now + command.ValidFor,
                null, Ended: false)
        {
            Sender = target.Conversation?.Sender ?? command.Msisdn,
            Home = target.Home,
        });
        if (target.Conversation is { } conversation) transaction.Conversations.Answered(conversation.Row, transaction.Now);
        return null;
    }

    /// <summary>Puts a text of our own on its way. False: its operator is not configured any more, so there is no way.</summary>
    public bool Take(StoreTransaction transaction, AutomaticText text)
    {
        if (plan.Operator(text.Operator) is not { } operatorPlan || Count(text.Text, operatorPlan) > TextSplitter.MaxParts) return false;
        Insert(transaction, Split(text.Text, operatorPlan), new Reply(
            0, Ids.New('n', transaction.Now), text.Report, text.Conversation, text.Operator, text.Address, text.Kind, ConfirmsUpTo: null,
                transaction.Now,
            transaction.Now + text.ValidFor, null, Ended: false)
        {
            Sender = text.Sender,
            Notice = text.Notice,
            Language = text.Language,
            Registration = text.Registration,
            Home = text.Conversation is null ? text.Operator : null,
        });
        return true;
    }

    /// <summary>
    /// Puts a reply that no operator has whole on another one's way: all of its text anew, for half of it from each would be put together
    /// by no phone.
    /// </summary>
    /// <returns>False: the other can't carry it (more than 255 parts in its alphabet), or there is nothing to be read of it.</returns>
    public bool Move(StoreTransaction transaction, Reply reply, Conversation? conversation, string operatorName)
    {
        var written = transaction.ReplyParts.Of(reply.Row);
        if (plan.Operator(operatorName) is not { } other || written.Count == 0) return false;
        var former = plan.Operator(reply.Operator) ?? OperatorPlan.Former(reply.Operator);
        if (Split(ReplyText.Of(written, former.DefaultAlphabet), other) is not { } parts) return false;
        transaction.ReplyParts.Replace(reply.Row, parts);
        transaction.Submits.GiveUp(reply.Row);
        transaction.Replies.Move(reply.Row, operatorName, RouteRule.AddressAt(operatorName, conversation, reply.Sender, reply.Address));
        return true;
    }

    private static void Insert(StoreTransaction transaction, IReadOnlyList<TextPart> parts, Reply reply)
    {
        transaction.ReplyParts.Insert(transaction.Replies.Insert(reply), parts);
    }

    /// <summary>
    /// What it is split for at first; when its turn comes its way is decided by how the links stand then (<see cref="RouteRule"/>).
    /// </summary>
    private OperatorPlan? Way(Target target) => plan.Operator(target.Home ?? target.Conversation!.Operator)
        ?? (plan.Replies.FallbackAfter is null ? null : plan.Operators.Count > 0 ? plan.Operators[0] : null);

    private static OutboundKind KindOf(ReplyKind kind) => kind switch
    {
        ReplyKind.Confirmation => OutboundKind.Confirmation,
        ReplyKind.Question => OutboundKind.Question,
        _ => OutboundKind.Information,
    };

    private static int Count(string text, OperatorPlan operatorPlan) => TextSplitter.CountParts(text, operatorPlan.DefaultAlphabet);

    private IReadOnlyList<TextPart> Split(string text, OperatorPlan operatorPlan) =>
        TextSplitter.Split(text, FormFor(operatorPlan), _reference++, operatorPlan.DefaultAlphabet);

    /// <summary>An SMSC of v3.3 would not read TLVs, and with them the text (SMPP v3.4 §3.3.2). A UDH goes through every one.</summary>
    private LongTextForm FormFor(OperatorPlan operatorPlan) =>
        peers?.TakesTlvs(operatorPlan.Name) == false ? LongTextForm.Udh : operatorPlan.LongText;

    private static (Target? Target, string? Problem) Of(StoreTransaction transaction, Conversation conversation, long confirmsUpTo)
    {
        if (conversation.IsErased) return (null, "the conversation was erased with age: whom to send it to is not known any more");
        if (conversation.Msisdn is null) return (null, "the sender's address is no number: a text cannot be sent to it");
        transaction.Reports.TakenUpTo(conversation.Row, confirmsUpTo, transaction.Now);
        return (new Target(conversation, Home: null, conversation.Msisdn, confirmsUpTo), null);
    }

    private (Target? Target, string? Problem) Find(StoreTransaction transaction, ReplySend command)
    {
        if (command.ReportId is { } reportId)
        {
            return transaction.Reports.ById(reportId) is { } report
                && transaction.Conversations.ByRow(report.Conversation) is { } conversation
                ? Of(transaction, conversation, report.Row)
                : (null, "$.data.reportId: no report has this id");
        }

        if (command.ConversationId is { } conversationId)
        {
            return transaction.Conversations.ById(conversationId) is { } conversation
                ? Of(transaction, conversation, transaction.Reports.NewestRow(conversation.Row))
                : (null, "$.data.conversationId: no conversation has this id");
        }

        if (plan.Operator(command.Operator!) is null) return (null, "$.data.operator: no operator of this name is configured");

        // The person may be known: then it belongs to the thread that there is, like any other answer of the centre.
        var bare = new Target(Conversation: null, command.Operator, command.Msisdn, ConfirmsUpTo: null);
        if (transaction.Conversations.NewestOf(command.Msisdn!) is not { } newest) return (bare, null);
        var (known, _) = Of(transaction, newest, transaction.Reports.NewestRow(newest.Row));
        return ((known ?? bare) with { Home = command.Operator }, null);
    }
}
