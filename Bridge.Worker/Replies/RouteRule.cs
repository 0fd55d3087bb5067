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
internal sealed class RouteRule(BridgePlan plan, IOperatorTraffic traffic)
{
    /// <param name="now">Through which it is to go as things stand.</param>
    /// <returns>Null: there is no way, for its operator is configured no more and no other may stand in.</returns>
    public string? Of(string home, string now)
    {
        var isKnown = plan.Operator(home) is not null;
        if (plan.Replies.FallbackAfter is not { } after) return isKnown ? home : null;
        var down = isKnown ? traffic.DownFor(home) : TimeSpan.MaxValue;
        if (down is null || down < after) return home;
        return plan.Operators.FirstOrDefault(other => other.Name != home && traffic.DownFor(other.Name) is null)?.Name
            ?? (isKnown ? home : now);
    }

    /// <summary>
    /// As the operator wrote the sender when they last wrote through it; another is given the number in international form.
    /// </summary>
    public static Address AddressAt(string operatorName, Conversation? conversation, string? msisdn, Address known)
    {
        if (conversation is not null && conversation.Operator == operatorName) return conversation.Address;
        return (conversation?.Msisdn ?? msisdn) is { } number ? new Address(Ton: 1, Npi: 1, number) : known;
    }
}
