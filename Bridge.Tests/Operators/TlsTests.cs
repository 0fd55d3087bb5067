using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Bridge.Worker.Configuration;
using Bridge.Worker.Operators;

namespace Bridge.Tests.Operators;

/// <summary>Against a TLS server of .NET's own, with an authority that the test makes.</summary>
[Trait("Speed", "rooms")]
public sealed class TlsTests : IDisposable
{
    private readonly TestAuthority _authority = new("Operators' CA");

    [Fact]
    public async Task A_server_that_the_configured_authority_vouches_for_is_connected_to_with_our_certificate_shown()
    {
        var (file, key) = _authority.IssueFiles("bridge");
        var tls = new TlsPlan("smsc.operator.example", _authority.File, file, key);
        var (stream, shown) = await ConnectAsync(tls, serverName: "smsc.operator.example");
        await using var _ = stream;
        stream.ShouldBeOfType<SslStream>().IsEncrypted.ShouldBeTrue();
        shown.ShouldBe("CN=bridge");
    }

    [Fact]
    public async Task A_certificate_of_another_authority_is_refused_for_its_chain_alone()
    {
        using var stranger = new TestAuthority("Another CA");
        (await RefusalAsync(new TlsPlan("smsc.operator.example", stranger.File, null, null), "smsc.operator.example"))
            .ShouldStartWith("the operator's certificate is not vouched for by CaFile (");
    }

    [Fact]
    public async Task Without_an_authority_of_its_own_the_systems_are_asked_and_know_nothing_of_this_one() =>
        (await RefusalAsync(new TlsPlan("smsc.operator.example", null, null, null), "smsc.operator.example"))
            .ShouldStartWith("the operator's certificate is not vouched for by an authority that this system trusts; set CaFile (");

    [Fact]
    public async Task A_certificate_for_another_name_is_refused_for_its_name_alone() =>
        (await RefusalAsync(new TlsPlan("smsc.operator.example", _authority.File, null, null), "www.example"))
            .ShouldBe("the operator's certificate is not for smsc.operator.example but for www.example");

    [Fact]
    public async Task A_certificate_that_ended_is_refused_with_the_day()
    {
        var refusal = await RefusalAsync(
            new TlsPlan("smsc.operator.example", _authority.File, null, null), "smsc.operator.example", TestAuthority.Expired);
        refusal.ShouldBe($"the operator's certificate expired on {TestAuthority.Now.AddHours(-1).UtcDateTime:yyyy-MM-dd HH:mm}Z");
    }

    [Fact]
    public async Task A_certificate_of_tomorrow_is_refused_with_the_day()
    {
        var refusal = await RefusalAsync(
            new TlsPlan("smsc.operator.example", _authority.File, null, null), "smsc.operator.example", TestAuthority.NotYetValid);
        refusal.ShouldBe($"the operator's certificate is not valid before {TestAuthority.Now.AddHours(1).UtcDateTime:yyyy-MM-dd HH:mm}Z");
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_in_one_line()
    {
        using var stranger = new TestAuthority("Another CA");
        var refusal = await RefusalAsync(
            new TlsPlan("smsc.operator.example", stranger.File, null, null), "www.example", TestAuthority.Expired);
        refusal.ShouldContain("is not for smsc.operator.example but for www.example");
        refusal.ShouldContain("expired on");
        refusal.ShouldContain("not vouched for by CaFile");
        refusal.ShouldNotContain("\n");
    }

    [Fact]
    public async Task A_key_that_is_not_the_certificates_is_said_to_be_ours_to_mend()
    {
        var (ours, _) = _authority.IssueFiles("bridge");
        var (_, others) = _authority.IssueFiles("bridge");
        (await RefusalAsync(new TlsPlan("smsc.operator.example", _authority.File, ours, others), "smsc.operator.example"))
            .ShouldBe("our CertificateFile and KeyFile cannot be read as PEM, or do not belong together");
    }

    [Fact]
    public async Task What_is_wrong_is_in_the_links_reason_and_in_one_line_of_the_log()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var certificate = _authority.Issue("www.example");
        var serving = ServeAsync(listener, certificate);
        var link = LinksFixture.Link("harbour", ((IPEndPoint)listener.LocalEndpoint).Port, reconnect: LinksFixture.Slowly) with
        {
            Tls = new TlsPlan("smsc.operator.example", _authority.File, null, null),
        };
        await using var links = new LinksFixture(null, LinksFixture.Operator("harbour", link));
        await links.Links.StartAsync(CancellationToken.None);

        const string told = "no TLS (the operator's certificate is not for smsc.operator.example but for www.example)";
        (await links.ChangeAsync()).Reason.ShouldBe(told);
        links.Log.Texts.ShouldHaveSingleItem().ShouldContain(told);
        await Task.WhenAny(serving);
    }

    public void Dispose() => _authority.Dispose();

    private async Task<(Stream Stream, string? Shown)> ConnectAsync(
        TlsPlan tls, string serverName, (DateTimeOffset From, DateTimeOffset To)? valid = null)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var certificate = _authority.Issue(serverName, valid);
        var serving = ServeAsync(listener, certificate);
        var link = LinksFixture.Link("harbour", ((IPEndPoint)listener.LocalEndpoint).Port) with { Tls = tls };
        try
        {
            var stream = await LinkConnector.ConnectAsync(link, link.Hosts[0], TimeProvider.System, CancellationToken.None);
            return (stream, await serving);
        }
        finally
        {
            listener.Stop();
            await Task.WhenAny(serving);
        }
    }

    private async Task<string> RefusalAsync(TlsPlan tls, string serverName, (DateTimeOffset From, DateTimeOffset To)? valid = null) =>
        (await Should.ThrowAsync<AuthenticationException>(ConnectAsync(tls, serverName, valid))).Message;

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
