using Bridge.Protocol.Smpp;
using Bridge.Worker.Configuration;
using Bridge.Worker.Operators;
using Bridge.Worker.Store;

namespace Bridge.Worker.Replies;

/// <summary>
/// Through which operator a reply goes: the one that was named for it, else the one through which its sender last wrote. Only if that one
/// has been down for Replies:FallbackAfter it is another: the first in the configuration that is bound. Numbers are portable: their
/// prefixes do not name the operator.
/// </summary>
internal sealed class ReplyRouting(BridgePlan plan, IOperatorTraffic traffic, ReplyText texts)
{
    /// <summary>The operator of a reply now.</summary>
    /// <returns>Null: its own is not configured any more, and no other may stand in.</returns>
    public string? OperatorFor(StoreTransaction transaction, Reply reply)
    {
        // A reply stays with the operator that has a part of it, for as long as that operator is there.
        var home = transaction.Submits.HasBegun(reply.Row)
            ? reply.Operator
            : reply.Home ?? Conversation(transaction, reply)?.Operator ?? reply.Operator;
        return OperatorFor(home, reply.Operator);
    }

    /// <param name="home">The operator that it belongs to.</param>
    /// <param name="current">The operator of the last decision.</param>
    /// <returns>Null: its own is not configured any more, and no other may stand in.</returns>
    public string? OperatorFor(string home, string current)
    {
        var isKnown = plan.Operator(home) is not null;
        if (plan.Replies.FallbackAfter is not { } after) return isKnown ? home : null;
        var down = isKnown ? traffic.DownFor(home) : TimeSpan.MaxValue;
        if (down is null || down < after) return home;
        return plan.Operators.FirstOrDefault(other => other.Name != home && traffic.DownFor(other.Name) is null)?.Name
            ?? (isKnown ? home : current);
    }

    /// <summary>
    /// Moves a reply to another operator, unless one has accepted all of it. All of its words are split anew: no phone would join parts
    /// from two operators.
    /// </summary>
    /// <returns>False: it needs too many parts there, or its words are erased.</returns>
    public bool TryMove(StoreTransaction transaction, Reply reply, string operatorName)
    {
        if (plan.Operator(operatorName) is not { } other || transaction.Replies.TextOf(reply.Row) is not { } text) return false;
        if (texts.Split(text, other) is not { } parts) return false;
        transaction.ReplyParts.Replace(reply.Row, parts);
        transaction.Submits.GiveUp(reply.Row);
        var address = AddressAt(operatorName, Conversation(transaction, reply), reply.Sender, reply.Address);
        transaction.Replies.Move(reply.Row, operatorName, address);
        return true;
    }

    /// <summary>
    /// The sender's address at an operator: as it stood in the last text through that operator. Any other operator gets the number in
    /// international form.
    /// </summary>
    /// <param name="msisdn">E.164 without the plus; null: the recipient is no number.</param>
    /// <param name="known">What is used when there is no number.</param>
    public static Address AddressAt(string operatorName, Conversation? conversation, string? msisdn, Address known)
    {
        if (conversation is not null && conversation.Operator == operatorName) return conversation.Address;
        return (conversation?.Msisdn ?? msisdn) is { } number ? new Address(Ton: 1, Npi: 1, number) : known;
    }

    private static Conversation? Conversation(StoreTransaction transaction, Reply reply) =>
        reply.Conversation is { } row ? transaction.Conversations.ByRow(row) : null;
}
