using System.Globalization;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bridge.Worker.Configuration;

namespace Bridge.Worker.Operators;

/// <summary>TLS of a link. What is wrong with a certificate is said in one line that tells name, time and trust apart: each is another person's to mend.</summary>
internal static class LinkSecurity
{
    /// <summary>The files are read for each connection, so that a renewed certificate needs no restart.</summary>
    /// <exception cref="AuthenticationException">Its message says in one line what is wrong.</exception>
    public static async Task<Stream> SecureAsync(Stream plain, TlsPlan tls, string name, TimeProvider time, CancellationToken cancel)
    {
        using var certificate = Ours(tls);
        string? fault = null;
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = name,
            CertificateChainPolicy = Trust(tls),
            ClientCertificates = certificate is null ? [] : [certificate],
            RemoteCertificateValidationCallback = (_, shown, chain, errors) =>
                (fault = Fault(shown as X509Certificate2, chain, errors, name, tls.CaFile is not null, time.GetUtcNow())) is null,
        };
        var secure = new SslStream(plain, leaveInnerStreamOpen: false);
        try
        {
            await secure.AuthenticateAsClientAsync(options, cancel);
            return secure;
        }
        catch (Exception failure)
        {
            await secure.DisposeAsync();
            if (fault is not null) throw new AuthenticationException(fault, failure);
            if (failure is AuthenticationException or IOException)
                throw new AuthenticationException("the operator broke the handshake off: it does not speak TLS there, or does not take our certificate", failure);
            throw;
        }
    }

    private static X509Certificate2? Ours(TlsPlan tls)
    {
        try
        {
            return tls.CertificateFile is null ? null : X509Certificate2.CreateFromPemFile(tls.CertificateFile, tls.KeyFile);
        }
        catch (Exception unusable) when (unusable is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new AuthenticationException("our CertificateFile and KeyFile cannot be read as PEM, or do not belong together", unusable);
        }
    }

    /// <summary>The operator's own authority, and no other: its certificate is not one of the public web's. Null: those that the system trusts.</summary>
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

    private static string? Fault(X509Certificate2? shown, X509Chain? chain, SslPolicyErrors errors, string name, bool ownAuthority, DateTimeOffset now)
    {
        if (errors == SslPolicyErrors.None) return null;
        if (shown is null) return "the operator shows no certificate";
        var faults = new List<string>();
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            faults.Add($"the operator's certificate is not for {name} but for {Readable(shown.GetNameInfo(X509NameType.DnsName, forIssuer: false))}");
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
        {
            var status = (chain?.ChainStatus ?? []).Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status);
            if (status.HasFlag(X509ChainStatusFlags.NotTimeValid)) faults.Add(OutOfTime(shown, now));
            if ((status & ~X509ChainStatusFlags.NotTimeValid) is not X509ChainStatusFlags.NoError and var rest)
                faults.Add($"the operator's certificate is not vouched for by {(ownAuthority ? "CaFile" : "an authority that this system trusts; set CaFile")} ({rest})");
        }

        return string.Join("; ", faults);
    }

    private static string OutOfTime(X509Certificate2 shown, DateTimeOffset now) =>
        shown.NotAfter.ToUniversalTime() < now.UtcDateTime ? $"the operator's certificate expired on {Day(shown.NotAfter)}"
        : shown.NotBefore.ToUniversalTime() > now.UtcDateTime ? $"the operator's certificate is not valid before {Day(shown.NotBefore)}"
        : "a certificate between the operator's and its authority is expired or not yet valid";

    private static string Day(DateTime local) => local.ToUniversalTime().ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    /// <summary>A stranger wrote it, and it goes into a log.</summary>
    private static string Readable(string name) =>
        name.Length is > 0 and <= 100 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '*' or '_' or ' ') ? name : "another name";
}
