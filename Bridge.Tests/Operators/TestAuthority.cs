using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bridge.Tests.Support;

namespace Bridge.Tests.Operators;

/// <summary>An authority that a test makes, and the certificates that it vouches for, as files and as objects.</summary>
internal sealed class TestAuthority : IDisposable
{
    public static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    public static readonly (DateTimeOffset From, DateTimeOffset To) AllDay = (Now.AddHours(-20), Now.AddHours(20));
    public static readonly (DateTimeOffset From, DateTimeOffset To) Expired = (Now.AddHours(-20), Now.AddHours(-1));
    public static readonly (DateTimeOffset From, DateTimeOffset To) NotYetValid = (Now.AddHours(1), Now.AddHours(20));

    private readonly TempFolder _folder = new();
    private readonly X509Certificate2 _itself;
    private readonly X509Certificate2? _above;

    /// <param name="above">Who vouches for it; null: nobody, it is a root.</param>
    public TestAuthority(string name, TestAuthority? above = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        _above = above?._itself;
        if (_above is null)
        {
            _itself = request.CreateSelfSigned(Now.AddDays(-1), Now.AddDays(1));
            return;
        }

        using var issued = request.Create(_above, AllDay.From, AllDay.To, RandomNumberGenerator.GetBytes(8));
        _itself = issued.CopyWithPrivateKey(key);
    }

    /// <summary>Its own certificate, for CaFile.</summary>
    public string File => Write("ca.pem", _itself.ExportCertificatePem());

    public X509Certificate2 Issue(string name, (DateTimeOffset From, DateTimeOffset To)? valid = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        var (from, to) = valid ?? AllDay;
        using var issued = request.Create(_itself, from, to, RandomNumberGenerator.GetBytes(8));
        using var keyed = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(keyed.Export(X509ContentType.Pkcs12, "x"), "x", X509KeyStorageFlags.Exportable);
    }

    /// <summary>
    /// A certificate and its key as PEM; behind it the authority's own when that is no root, as an operator's engineer would put it.
    /// </summary>
    public (string Certificate, string Key) IssueFiles(string name, (DateTimeOffset From, DateTimeOffset To)? valid = null)
    {
        using var certificate = Issue(name, valid);
        using var key = certificate.GetECDsaPrivateKey()!;
        var pem = certificate.ExportCertificatePem() + (_above is null ? "" : "\n" + _itself.ExportCertificatePem());
        var file = Guid.NewGuid().ToString("N");
        return (Write(file + ".pem", pem), Write(file + ".key", key.ExportPkcs8PrivateKeyPem()));
    }

    public void Dispose()
    {
        _itself.Dispose();
        _folder.Dispose();
    }

    private string Write(string name, string pem)
    {
        System.IO.File.WriteAllText(_folder.File(name), pem);
        return _folder.File(name);
    }
}
