using System.Globalization;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bridge.Worker.Configuration;

namespace Bridge.Worker.Operators;

/// <summary>
/// TLS of a link, as client and as server. One line says what is wrong with a certificate, and tells name, time and trust apart: each is
/// for another person to mend. The files are read for each connection, so that a renewed certificate needs no restart.
/// </summary>
internal static class LinkSecurity
{
    /// <summary>We connect: the operator has to show a certificate for the name.</summary>
    /// <exception cref="AuthenticationException">Its message says in one line what is wrong.</exception>
    public static async Task<Stream> AuthenticateAsClientAsync(
        Stream plain, TlsPlan tls, string name, TimeProvider time, CancellationToken cancel)
    {
        using var ours = OurCertificate.Read(tls);
        var check = new CertificateCheck(tls, name, time);
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = name,
            CertificateChainPolicy = Trust(tls),
            ClientCertificateContext = ours?.Context,
            RemoteCertificateValidationCallback = check.IsAcceptable,
        };
        return await HandshakeAsync(
            plain,
            secure => secure.AuthenticateAsClientAsync(options, cancel),
            check,
            "the operator broke the handshake off: it does not speak TLS there, or does not take our certificate");
    }

    /// <summary>
    /// The operator connects: we show our certificate. With a CaFile the operator has to show one too, for ServerName where there is one.
    /// </summary>
    /// <exception cref="AuthenticationException">Its message says in one line what is wrong.</exception>
    public static async Task<Stream> AuthenticateAsServerAsync(
        Stream plain, TlsPlan tls, TimeProvider time, CancellationToken cancel)
    {
        using var ours = OurCertificate.Read(tls);
        var check = new CertificateCheck(tls, tls.ServerName, time);
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = ours?.Context,
            ClientCertificateRequired = tls.CaFile is not null,
            CertificateChainPolicy = Trust(tls),
            RemoteCertificateValidationCallback = tls.CaFile is null ? null : check.IsAcceptable,
        };
        return await HandshakeAsync(
            plain,
            secure => secure.AuthenticateAsServerAsync(options, cancel),
            check,
            "the caller broke the handshake off: it does not speak TLS, or does not take our certificate");
    }

    /// <param name="broken">The fault to report when the other side ends the handshake.</param>
    private static async Task<Stream> HandshakeAsync(
        Stream plain, Func<SslStream, Task> authenticate, CertificateCheck check, string broken)
    {
        var secure = new SslStream(plain, leaveInnerStreamOpen: false);
        try
        {
            await authenticate(secure);
            return secure;
        }
        catch (Exception failure)
        {
            await secure.DisposeAsync();
            if (check.Fault is { } fault) throw new AuthenticationException(fault, failure);
            if (failure is AuthenticationException or IOException) throw new AuthenticationException(broken, failure);
            throw;
        }
    }

    /// <summary>
    /// Only the operator's own authority: its certificate is not one of the public web's. Null: the authorities that the system trusts.
    /// </summary>
    private static X509ChainPolicy? Trust(TlsPlan tls)
    {
        if (tls.CaFile is null) return null;
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        try
        {
            trust.CustomTrustStore.ImportFromPemFile(tls.CaFile);
            return trust;
        }
        catch (Exception unusable) when (unusable is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new AuthenticationException("CaFile cannot be read as PEM", unusable);
        }
    }

    /// <summary>Whether the operator's certificate is acceptable in one handshake, and what is wrong with it.</summary>
    /// <param name="name">The name that it has to be for. Null: any that the authority has vouched for.</param>
    private sealed class CertificateCheck(TlsPlan tls, string? name, TimeProvider time)
    {
        public string? Fault { get; private set; }

        public bool IsAcceptable(object sender, X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors)
        {
            var isServer = sender is SslStream { IsServer: true };
            var faults = shown is X509Certificate2 certificate
                ? Faults(certificate, chain, errors, isServer).ToList()
                : ["the operator shows no certificate"];
            Fault = faults.Count == 0 ? null : string.Join("; ", faults);
            return Fault is null;
        }

        private IEnumerable<string> Faults(X509Certificate2 shown, X509Chain? chain, SslPolicyErrors errors, bool isServer)
        {
            // SslStream compares names only in the client.
            if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
                || (isServer && name is not null && !shown.MatchesHostname(name)))
            {
                var shownName = Readable(shown.GetNameInfo(X509NameType.DnsName, forIssuer: false));
                yield return $"the operator's certificate is not for {name} but for {shownName}";
            }
            if (!errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors)) yield break;
            var status = (chain?.ChainStatus ?? []).Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status);
            if (status.HasFlag(X509ChainStatusFlags.NotTimeValid)) yield return OutOfTime(shown, time.GetUtcNow());
            if ((status & ~X509ChainStatusFlags.NotTimeValid) is not X509ChainStatusFlags.NoError and var rest)
            {
                var authority = tls.CaFile is null ? "an authority that this system trusts; set CaFile" : "CaFile";
                yield return $"the operator's certificate is not vouched for by {authority} ({rest})";
            }
        }
    }

    private static string OutOfTime(X509Certificate2 shown, DateTimeOffset now) =>
        shown.NotAfter.ToUniversalTime() < now.UtcDateTime ? $"the operator's certificate expired on {Day(shown.NotAfter)}"
        : shown.NotBefore.ToUniversalTime() > now.UtcDateTime ? $"the operator's certificate is not valid before {Day(shown.NotBefore)}"
        : "a certificate between the operator's and its authority is expired or not yet valid";

    private static string Day(DateTime local) => local.ToUniversalTime().ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    /// <summary>A stranger wrote it, and it goes into a log.</summary>
    private static string Readable(string name) =>
        name.Length is > 0 and <= 100 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '*' or '_' or ' ')
            ? name
            : "another name";

    /// <summary>
    /// Our certificate, with those that CertificateFile holds between it and its authority: the other side may not have them.
    /// </summary>
    private sealed class OurCertificate(X509Certificate2 certificate, X509Certificate2Collection intermediates) : IDisposable
    {
        public SslStreamCertificateContext Context { get; } = SslStreamCertificateContext.Create(certificate, intermediates, offline: true);

        public static OurCertificate? Read(TlsPlan tls)
        {
            if (tls.CertificateFile is null) return null;
            try
            {
                var intermediates = new X509Certificate2Collection();
                intermediates.ImportFromPemFile(tls.CertificateFile);
                return new OurCertificate(X509Certificate2.CreateFromPemFile(tls.CertificateFile, tls.KeyFile), intermediates);
            }
            catch (Exception unusable) when (
                unusable is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
            {
                throw new AuthenticationException(
                    "our CertificateFile and KeyFile cannot be read as PEM, or do not belong together", unusable);
            }
        }

        public void Dispose()
        {
            certificate.Dispose();
            foreach (var intermediate in intermediates) intermediate.Dispose();
        }
    }
}
