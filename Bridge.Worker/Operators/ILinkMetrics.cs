using Bridge.Protocol.Smpp;

namespace Bridge.Worker.Operators;

/// <summary>What the links tell the metrics. Must not block and must not throw.</summary>
public interface ILinkMetrics
{
    void LinkUp(string op, string link, bool up);

    void Bind(string op, string link);

    /// <param name="reason">In the contract's words: unbind, closed, timeout, protocol, refused, shutdown.</param>
    void Drop(string op, string link, string reason);

    void Pdu(string op, string link, PduDirection direction, CommandId command, CommandStatus status);
}
