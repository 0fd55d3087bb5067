using System.Collections.Concurrent;

namespace Bridge.Simulator.Smsc;

/// <summary>How an operator answers when a handset has no room.</summary>
public enum FullInboxResponse
{
    /// <summary>submit_sm is refused with ESME_RMSGQFUL.</summary>
    RefusesSubmit,

    /// <summary>
    /// submit_sm is accepted; the receipt says UNDELIV with the network's error 211, memory capacity exceeded (3GPP TS 23.040 §9.2.3.22).
    /// </summary>
    FailsReceipt,
}

/// <summary>The handsets whose inbox is full now. May change while the operator runs; any thread.</summary>
public sealed class FullInboxes
{
    private readonly ConcurrentDictionary<string, FullInboxResponse> _numbers = new();

    /// <param name="number">In the form in which the bridge addresses it.</param>
    public void Fill(string number, FullInboxResponse response) => _numbers[number] = response;

    public void Empty(string number) => _numbers.TryRemove(number, out _);

    internal FullInboxResponse? Find(string number) => _numbers.TryGetValue(number, out var response) ? response : null;
}
