using System.Net.Sockets;

namespace Bridge.Protocol.Smpp;

/// <summary>How streams say that the connection is gone.</summary>
internal static class ConnectionLoss
{
    public static bool Is(Exception e) => e is IOException or SocketException or ObjectDisposedException;

    /// <summary>The kind alone: what a library puts into its messages is not ours to log.</summary>
    public static string Describe(Exception lost) =>
        (lost as SocketException ?? lost.InnerException as SocketException)?.SocketErrorCode.ToString() ?? lost.GetType().Name;
}
