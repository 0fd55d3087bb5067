using System.Collections.Concurrent;

namespace Bridge.Simulator.Smsc;

/// <summary>How an operator says that a handset has no room.</summary>
public enum FullInbox
{
    /// <summary>submit_sm is refused with ESME_RMSGQFUL.</summary>
    RefusesSubmit,

    /// <summary>
    /// submit_sm is taken; the receipt says UNDELIV with the network's error 211, memory capacity exceeded (3GPP TS 23.040 §9.2.3.22).
    /// </summary>
    FailsReceipt,
}

/// <summary>Whose inbox is full now. Any thread; may change while the operator runs.</summary>
public sealed class FullInboxes
{
    private readonly ConcurrentDictionary<string, FullInbox> _numbers = new();

    /// <param name="number">As the bridge addresses it.</param>
    public void Fill(string number, FullInbox how) => _numbers[number] = how;

    public void Empty(string number) => _numbers.TryRemove(number, out _);

    internal FullInbox? Of(string number) => _numbers.TryGetValue(number, out var how) ? how : null;
}
