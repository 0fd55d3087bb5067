using System.Globalization;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bridge.Worker.Configuration;

namespace Bridge.Worker.Operators;

/// <summary>
/// TLS of a link, from the side of the caller and of the called. What is wrong with a certificate is said in one line that tells name, time
/// and trust apart: each is another person's to mend. The files are read for each connection, so that a renewed certificate needs no
/// restart.
/// </summary>
internal static class LinkSecurity
{
    /// <summary>We call: the operator has to show a certificate for the name.</summary>
    /// <exception cref="AuthenticationException">Its message says in one line what is wrong.</exception>
    public static async Task<Stream> CallAsync(Stream plain, TlsPlan tls, string name, TimeProvider time, CancellationToken cancel)
    {
        using var ours = OurCertificate.Read(tls);
        var judge = new Judge(tls, name, time);
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = name,
            CertificateChainPolicy = Trust(tls),
            ClientCertificateContext = ours?.Context,
            RemoteCertificateValidationCallback = judge.Accepts,
        };
        return await ShakeHandsAsync(
            plain, secure => secure.AuthenticateAsClientAsync(options, cancel), judge,
                "the operator broke the handshake off: it does not speak TLS there, or does not take our certificate");
    }

    /// <summary>
    /// We are called: our certificate is shown. With a CaFile the caller has to show one too, for ServerName where there is one.
    /// </summary>
    /// <exception cref="AuthenticationException">Its message says in one line what is wrong.</exception>
    public static async Task<Stream> TakeCallAsync(Stream plain, TlsPlan tls, TimeProvider time, CancellationToken cancel)
    {
        using var ours = OurCertificate.Read(tls);
        var judge = new Judge(tls, tls.ServerName, time);
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = ours?.Context,
            ClientCertificateRequired = tls.CaFile is not null,
            CertificateChainPolicy = Trust(tls),
            RemoteCertificateValidationCallback = tls.CaFile is null ? null : judge.Accepts,
        };
        return await ShakeHandsAsync(
            plain, secure => secure.AuthenticateAsServerAsync(options, cancel), judge,
                "the caller broke the handshake off: it does not speak TLS, or does not take our certificate");
    }

    private static async Task<Stream> ShakeHandsAsync(Stream plain, Func<SslStream, Task> shake, Judge judge, string broken)
    {
        var secure = new SslStream(plain, leaveInnerStreamOpen: false);
        try
        {
            await shake(secure);
            return secure;
        }
        catch (Exception failure)
        {
            await secure.DisposeAsync();
            if (judge.Fault is { } fault) throw new AuthenticationException(fault, failure);
            if (failure is AuthenticationException or IOException) throw new AuthenticationException(broken, failure);
            throw;
        }
    }

    /// <summary>
    /// The operator's own authority, and no other: its certificate is not one of the public web's. Null: those that the system trusts.
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

    /// <summary>Of one handshake: whether the operator's certificate will do, and what is wrong when not.</summary>
    /// <param name="name">That it has to be for; null: any that the authority has vouched for.</param>
    private sealed class Judge(TlsPlan tls, string? name, TimeProvider time)
    {
        public string? Fault { get; private set; }

        public bool Accepts(object sender, X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors)
        {
            var isCalled = sender is SslStream { IsServer: true };
            var faults = shown is X509Certificate2 certificate
                ? Faults(certificate, chain, errors, isCalled).ToList()
                : ["the operator shows no certificate"];
            Fault = faults.Count == 0 ? null : string.Join("; ", faults);
            return Fault is null;
        }

        private IEnumerable<string> Faults(X509Certificate2 shown, X509Chain? chain, SslPolicyErrors errors, bool isCalled)
        {
            // SslStream compares names only for the one that calls.
            if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
                || (isCalled && name is not null && !shown.MatchesHostname(name)))
            {
                yield return $"the operator's certificate is not for {name} but for {Readable(shown.GetNameInfo(X509NameType.DnsName, forIssuer: false))}";
            }
            if (!errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors)) yield break;
            var status = (chain?.ChainStatus ?? []).Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status);
            if (status.HasFlag(X509ChainStatusFlags.NotTimeValid)) yield return OutOfTime(shown, time.GetUtcNow());
            if ((status & ~X509ChainStatusFlags.NotTimeValid) is not X509ChainStatusFlags.NoError and var rest)
            {
                yield return $"the operator's certificate is not vouched for by {(tls.CaFile is null ? "an authority that this system trusts; set CaFile" : "CaFile")} ({rest})";
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
    /// Ours, with what CertificateFile holds behind it: the certificates between it and its authority, which the other side may not have.
    /// </summary>
    private sealed class OurCertificate(X509Certificate2 certificate, X509Certificate2Collection between) : IDisposable
    {
        public SslStreamCertificateContext Context { get; } = SslStreamCertificateContext.Create(certificate, between, offline: true);

        public static OurCertificate? Read(TlsPlan tls)
        {
            if (tls.CertificateFile is null) return null;
            try
            {
                var between = new X509Certificate2Collection();
                between.ImportFromPemFile(tls.CertificateFile);
                return new OurCertificate(X509Certificate2.CreateFromPemFile(tls.CertificateFile, tls.KeyFile), between);
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
            foreach (var one in between) one.Dispose();
        }
    }
}
