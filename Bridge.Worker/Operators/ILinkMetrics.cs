using Bridge.Protocol.Smpp;

namespace Bridge.Worker.Operators;

/// <summary>What the links tell the metrics. Called from any thread, on the read loops too: must not block and must not throw.</summary>
public interface ILinkMetrics
{
    /// <summary>Also called with false for every link at the start, so that the gauge is there before the first bind.</summary>
    void LinkUp(string op, string link, bool up);

    /// <summary>The link was taken out of service by command, or put back.</summary>
    void Drained(string op, string link, bool drained)
    {
    }

    /// <summary>A bind was accepted.</summary>
    void Bind(string op, string link);

    /// <summary>A connection ended, bound or not.</summary>
    /// <param name="reason">In the contract's words: unbind, closed, timeout, protocol, refused, shutdown.</param>
    void Drop(string op, string link, string reason);

    /// <summary>The peer did what a peer should not.</summary>
    void Fault(string op, string link, SessionFault fault)
    {
    }

    /// <summary>Somebody called on a link with Outbind and was not let in.</summary>
    void CallerRefused(string op, string link)
    {
    }

    void Pdu(string op, string link, PduDirection direction, CommandId command, CommandStatus status);
}
