using System.Net.Sockets;

namespace Bridge.Protocol.Smpp;

/// <summary>The exceptions by which a stream tells that its connection is lost.</summary>
internal static class ConnectionExceptions
{
    public static bool IsConnectionLoss(this Exception exception) => exception is IOException or SocketException or ObjectDisposedException;

    /// <summary>
    /// Names the kind of loss, and leaves out the exception's message: other libraries write it, and it may hold anything.
    /// </summary>
    public static string DescribeKind(this Exception loss) =>
        (loss as SocketException ?? loss.InnerException as SocketException)?.SocketErrorCode.ToString() ?? loss.GetType().Name;
}
