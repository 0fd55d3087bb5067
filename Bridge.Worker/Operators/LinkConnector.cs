using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Bridge.Worker.Configuration;

namespace Bridge.Worker.Operators;

/// <summary>Makes the connection of a link: TCP without Nagle's delay, inside TLS when the plan says so.</summary>
internal static class LinkConnector
{
    /// <exception cref="SocketException">No connection.</exception>
    /// <exception cref="System.Security.Authentication.AuthenticationException">No TLS: a certificate is not trusted, or names another.</exception>
    public static async Task<Stream> ConnectAsync(LinkPlan plan, CancellationToken cancel)
    {
        // Nagle's algorithm holds an answer back until the one before is acknowledged: 10 ms and more for each text.
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(plan.Host, plan.Port, cancel);
            var stream = new NetworkStream(socket, ownsSocket: true);
            return plan.Tls is { } tls ? await SecureAsync(stream, plan.Host, tls, cancel) : stream;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The files are read for each connection, so that a renewed certificate needs no restart.</summary>
    private static async Task<Stream> SecureAsync(NetworkStream plain, string host, TlsPlan tls, CancellationToken cancel)
    {
        var options = new SslClientAuthenticationOptions { TargetHost = tls.ServerName ?? host };
        if (tls.CaFile is not null)
        {
            // The operator's own authority, and no other: its certificate is not one of the public web's.
            var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            trust.CustomTrustStore.ImportFromPemFile(tls.CaFile);
            options.CertificateChainPolicy = trust;
        }

        using var certificate = tls.CertificateFile is null ? null : X509Certificate2.CreateFromPemFile(tls.CertificateFile, tls.KeyFile);
        if (certificate is not null) options.ClientCertificates = [certificate];

        var secure = new SslStream(plain, leaveInnerStreamOpen: false);
        try
        {
            await secure.AuthenticateAsClientAsync(options, cancel);
            return secure;
        }
        catch
        {
            await secure.DisposeAsync();
            throw;
        }
    }
}
