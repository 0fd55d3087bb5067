using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Protocol.Text;
using Bridge.Worker.Configuration;
using Bridge.Worker.Store;

namespace Bridge.Worker.Replies;

/// <summary>Makes a text to a person durable: whom it goes to, through which operator, in which parts. On the writer's thread.</summary>
internal sealed class ReplyIntake(BridgePlan plan)
{
    /// <summary>Two replies to one phone must not share a reference while their parts are under way: it rolls, from anywhere after a restart.</summary>
    private byte _reference = (byte)Random.Shared.Next(256);

    private sealed record Target(Conversation? Conversation, string Operator, Address Address, long? ConfirmsUpTo);

    /// <summary>Why there can be no such reply, in words without any of its content; null: it is in the store.</summary>
    public string? Take(StoreTransaction transaction, ReplySend command)
    {
        var (target, problem) = Find(transaction, command);
        if (target is null) return problem;
        if (plan.Operator(target.Operator) is not { } operatorPlan) return "$.data.operator: no operator of this name is configured any more";

        var count = Count(command.Text, operatorPlan);
        if (count > TextSplitter.MostParts) return $"$.data.text: needs {count} parts, {TextSplitter.MostParts} are possible";
        var kind = KindOf(command.Kind);
        Insert(transaction, Split(command.Text, operatorPlan), new Reply(
            0, command.Id, command.ReportId, target.Conversation?.Row, target.Operator, target.Address, kind,
            kind == OutboundKind.Confirmation ? target.ConfirmsUpTo : null, transaction.Now, transaction.Now + command.ValidFor, null, Ended: false)
        {
            Sender = target.Conversation?.Sender ?? command.Msisdn,
        });
        return null;
    }

    /// <summary>Puts a text of our own on its way. False: its operator is not configured any more, so there is no way.</summary>
    public bool Take(StoreTransaction transaction, AutomaticText text)
    {
        if (plan.Operator(text.Operator) is not { } operatorPlan || Count(text.Text, operatorPlan) > TextSplitter.MostParts) return false;
        Insert(transaction, Split(text.Text, operatorPlan), new Reply(
            0, Ids.New('n', transaction.Now), text.Report, text.Conversation, text.Operator, text.Address, text.Kind, ConfirmsUpTo: null, transaction.Now,
            transaction.Now + text.ValidFor, null, Ended: false)
        {
            Sender = text.Sender,
            Notice = text.Notice,
            Language = text.Language,
            Registration = text.Registration,
        });
        return true;
    }

    private static void Insert(StoreTransaction transaction, IReadOnlyList<TextPart> parts, Reply reply)
    {
        var row = transaction.Replies.Insert(reply);
        for (var i = 0; i < parts.Count; i++) transaction.ReplyParts.Insert(row, i + 1, parts[i]);
    }

    private static OutboundKind KindOf(ReplyKind kind) => kind switch
    {
        ReplyKind.Confirmation => OutboundKind.Confirmation,
        ReplyKind.Question => OutboundKind.Question,
        _ => OutboundKind.Information,
    };

    private static int Count(string text, OperatorPlan operatorPlan) => TextSplitter.Count(text, operatorPlan.DefaultAlphabet);

    private IReadOnlyList<TextPart> Split(string text, OperatorPlan operatorPlan) =>
        TextSplitter.Split(text, operatorPlan.LongText, _reference++, operatorPlan.DefaultAlphabet);

    private static (Target? Target, string? Problem) Of(StoreTransaction transaction, Conversation conversation, long confirmsUpTo)
    {
        if (conversation.Msisdn is null) return (null, "the sender's address is no number: a text cannot be sent to it");
        transaction.Reports.TakenUpTo(conversation.Row, confirmsUpTo, transaction.Now);
        return (new Target(conversation, conversation.Operator, conversation.Address, confirmsUpTo), null);
    }

    private (Target? Target, string? Problem) Find(StoreTransaction transaction, ReplySend command)
    {
        if (command.ReportId is { } reportId)
        {
            return transaction.Reports.ById(reportId) is { } report && transaction.Conversations.ByRow(report.Conversation) is { } conversation
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
        var newest = transaction.Conversations.NewestOf(command.Msisdn!);
        var international = new Address(Ton: 1, Npi: 1, command.Msisdn!);
        if (newest is null) return (new Target(null, command.Operator!, international, ConfirmsUpTo: null), null);
        var upTo = transaction.Reports.NewestRow(newest.Row);
        transaction.Reports.TakenUpTo(newest.Row, upTo, transaction.Now);
        return (new Target(newest, command.Operator!, international, upTo), null);
    }
}
