using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bridge.Tests.Support;
using Bridge.Worker.Configuration;
using Bridge.Worker.Operators;

namespace Bridge.Tests.Operators;

/// <summary>Against a TLS server of .NET's own, with an authority that the test makes.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly X509Certificate2 _authority = Authority("Operators' CA");

    [Fact]
    public async Task A_server_that_the_configured_authority_vouches_for_is_connected_to_with_our_certificate_shown()
    {
        var tls = new TlsPlan("smsc.operator.example", AuthorityFile(_authority), ClientFile("client.pem", out var key), key);
        var (stream, shown) = await ConnectAsync(tls, serverName: "smsc.operator.example");
        await using var _ = stream;
        stream.ShouldBeOfType<SslStream>().IsEncrypted.ShouldBeTrue();
        shown.ShouldBe("CN=bridge");
    }

    [Fact]
    public async Task Another_authority_is_not_trusted()
    {
        using var stranger = Authority("Another CA");
        await Should.ThrowAsync<AuthenticationException>(ConnectAsync(new TlsPlan("smsc.operator.example", AuthorityFile(stranger), null, null), "smsc.operator.example"));
    }

    [Fact]
    public async Task Without_an_authority_of_its_own_the_systems_are_asked_and_know_nothing_of_this_one() =>
        await Should.ThrowAsync<AuthenticationException>(ConnectAsync(new TlsPlan("smsc.operator.example", null, null, null), "smsc.operator.example"));

    [Fact]
    public async Task A_certificate_for_another_name_is_not_taken() =>
        await Should.ThrowAsync<AuthenticationException>(ConnectAsync(new TlsPlan("smsc.operator.example", AuthorityFile(_authority), null, null), "www.example"));

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Dispose();
    }

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    private X509Certificate2 Issue(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var issued = request.Create(_authority, new DateTimeOffset(_authority.NotBefore), new DateTimeOffset(_authority.NotAfter), RandomNumberGenerator.GetBytes(8));
        using var keyed = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(keyed.Export(X509ContentType.Pkcs12), null);
    }

    private string AuthorityFile(X509Certificate2 authority)
    {
        var path = _folder.File("ca.pem");
        File.WriteAllText(path, authority.ExportCertificatePem());
        return path;
    }

    private string ClientFile(string name, out string keyFile)
    {
        using var certificate = Issue("bridge");
        var path = _folder.File(name);
        keyFile = _folder.File("key.pem");
        File.WriteAllText(path, certificate.ExportCertificatePem());
        using var key = certificate.GetECDsaPrivateKey()!;
        using var exportable = ECDsa.Create();
        exportable.ImportEncryptedPkcs8PrivateKey("x", key.ExportEncryptedPkcs8PrivateKey("x", new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1)), out _);
        File.WriteAllText(keyFile, exportable.ExportPkcs8PrivateKeyPem());
        return path;
    }

    private async Task<(Stream Stream, string? Shown)> ConnectAsync(TlsPlan tls, string serverName)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var certificate = Issue(serverName);
        var serving = ServeAsync(listener, certificate);
        var link = LinksFixture.Link("harbour", ((IPEndPoint)listener.LocalEndpoint).Port) with { Tls = tls };
        try
        {
            var stream = await LinkConnector.ConnectAsync(link, CancellationToken.None);
            return (stream, await serving);
        }
        finally
        {
            await Task.WhenAny(serving);
        }
    }

    private static async Task<string?> ServeAsync(TcpListener listener, X509Certificate2 certificate)
    {
        using var client = await listener.AcceptTcpClientAsync();
        await using var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
        {
            ServerCertificate = certificate,
            ClientCertificateRequired = true,
            RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.Subject is null or "CN=bridge",
        });
        return stream.RemoteCertificate?.Subject;
    }
}
