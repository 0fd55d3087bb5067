using System.Net;
using System.Net.Sockets;

namespace Bridge.Tests.Support;

/// <summary>
/// drive_smpp plays a smsbox too, towards a bearerbox on port 13001 that it ends without. Somebody has to listen there, and it need not be
/// us; once it is, until the tests end, so that one test never takes the port from another.
/// </summary>
internal static class BearerboxPort
{
    private static readonly TcpListener Listener = new(IPAddress.Loopback, 13_001);
    private static readonly Lock Opening = new();

    public static void Open()
    {
        lock (Opening)
        {
            if (Listener.Server.IsBound) return;
            try
            {
                Listener.Start();
            }
            catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Somebody listens, which is all that is wanted.
            }
        }
    }
}
