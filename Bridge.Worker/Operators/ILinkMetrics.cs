using Bridge.Protocol.Smpp;

namespace Bridge.Worker.Operators;

/// <summary>What the links count. Called from any thread, the read loops included: must not block and must not throw.</summary>
public interface ILinkMetrics
{
    /// <summary>A link came up or went down. Every link starts with false, so that the gauge is there before the bind.</summary>
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

    /// <summary>Somebody connected to a link with Outbind and was refused.</summary>
    void CallerRefused(string op, string link)
    {
    }

    void Pdu(string op, string link, PduDirection direction, CommandId command, CommandStatus status);
}
