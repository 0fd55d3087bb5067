using System.Net.Sockets;
using Bridge.Worker.Configuration;

namespace Bridge.Worker.Operators;

/// <summary>Makes the connection of a link: TCP without Nagle's delay, inside TLS when the plan says so.</summary>
internal static class LinkConnector
{
    /// <exception cref="SocketException">No connection.</exception>
    /// <exception cref="System.Security.Authentication.AuthenticationException">No TLS, and why in one line.</exception>
    public static async Task<Stream> ConnectAsync(LinkPlan plan, string host, TimeProvider time, CancellationToken cancel)
    {
        // Nagle's algorithm holds an answer back until the one before is acknowledged: 10 ms and more for each text.
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(host, plan.Port, cancel);
            var stream = new NetworkStream(socket, ownsSocket: true);
            if (plan.Tls is not { } tls) return stream;
            return await LinkSecurity.AuthenticateAsClientAsync(stream, tls, tls.ServerName ?? host, time, cancel);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
