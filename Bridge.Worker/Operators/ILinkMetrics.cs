using Bridge.Protocol.Smpp;

namespace Bridge.Worker.Operators;

/// <summary>What the links count. Called from any thread, on the read loops too: must not block or throw.</summary>
public interface ILinkMetrics
{
    /// <summary>Also called with false for every link at the start, so that the gauge is there before the first bind.</summary>
    void LinkUp(string operatorName, string link, bool up);

    /// <summary>A bind was accepted.</summary>
    void Bind(string operatorName, string link);

    /// <summary>A connection ended, bound or not. The reason is the contract's word: unbind, closed, timeout, protocol, refused, shutdown.</summary>
    void Drop(string operatorName, string link, string reason);

    void Pdu(string operatorName, string link, PduDirection direction, CommandId command, CommandStatus status);
}
