using Bridge.Protocol.Smpp;
using Bridge.Worker.Configuration;
using Bridge.Worker.Operators;
using Bridge.Worker.Store;

namespace Bridge.Worker.Replies;

/// <summary>
/// Through which operator a reply goes: the one that was named for it, else the one through which its sender last wrote; another only when
/// that one has been down for Replies:FallbackAfter, and then the first in the order of the configuration that is bound. Numbers are
/// portable: their prefixes say nothing of the operator.
/// </summary>
internal sealed class ReplyRouting(BridgePlan plan, IOperatorTraffic traffic, ReplyText texts)
{
    /// <summary>The operator of a reply as things stand.</summary>
    /// <returns>Null: there is none, for its own is not configured any more and no other may stand in.</returns>
    public string? OperatorFor(StoreTransaction transaction, Reply reply)
    {
        // What an operator has begun with stays with it for as long as it is there.
        var home = transaction.Submits.HasBegun(reply.Row)
            ? reply.Operator
            : reply.Home ?? Conversation(transaction, reply)?.Operator ?? reply.Operator;
        return OperatorFor(home, reply.Operator);
    }

    /// <param name="home">Where it belongs.</param>
    /// <param name="current">Through which it is to go by the last decision.</param>
    /// <returns>Null: there is none, for its own is not configured any more and no other may stand in.</returns>
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
    /// Puts a reply that no operator has whole on another one's way: all of its words anew, for half of it from each would be put together
    /// by no phone.
    /// </summary>
    /// <returns>False: the other cannot carry it (more than 255 parts in its alphabet), or its words are not there.</returns>
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
    /// As the operator wrote the sender when they last wrote through it; another is given the number in international form.
    /// </summary>
    public static Address AddressAt(string operatorName, Conversation? conversation, string? msisdn, Address known)
    {
        if (conversation is not null && conversation.Operator == operatorName) return conversation.Address;
        return (conversation?.Msisdn ?? msisdn) is { } number ? new Address(Ton: 1, Npi: 1, number) : known;
    }

    private static Conversation? Conversation(StoreTransaction transaction, Reply reply) =>
        reply.Conversation is { } row ? transaction.Conversations.ByRow(row) : null;
}
