using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Bridge.Protocol.Smpp;
using Bridge.Tests.Support;
using Bridge.Worker.Configuration;
using Bridge.Worker.Operators;

namespace Bridge.Tests.Operators;

/// <summary>
/// The operator calls, and TLS is wanted: the bridge shows its certificate, and where it has a CaFile the caller shows one too.
/// </summary>
[Trait("Speed", "rooms")]
public sealed class OutbindTlsTests : IDisposable
{
    private const string BridgeName = "bridge.police.example";
    private const string OperatorName = "smsc.operator.example";
    private static readonly Outbind Right = new() { SystemId = "smsc", Password = "call-us", Sequence = 1 };

    private readonly IPEndPoint _listen = new(IPAddress.Loopback, FreePort.Take());
    private readonly TestAuthority _operators = new("Operators' CA");
    private readonly TestAuthority _root = new("Police root");
    private readonly TestAuthority _ours;

    public OutbindTlsTests() => _ours = new("Police issuing CA", above: _root);

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, null)]
    [InlineData(true, OperatorName)]
    public async Task The_operator_calls_over_TLS_and_is_bound(bool shows, string? name)
    {
        await using var links = Fixture(shows ? _operators.File : null, name);
        await links.Links.StartAsync(CancellationToken.None);
        await links.ChangeAsync();
        using var certificate = shows ? _operators.Issue(OperatorName) : null;

        for (var calls = 0; calls < 2; calls++)
        {
            await using var caller = await CallAsync(certificate);
            caller.Link.IsEncrypted.ShouldBeTrue();
            await caller.Peer.SendAsync(Right);
            var bind = await caller.Peer.ReadAsync<Bind>();
            await caller.Peer.SendAsync(
                new BindResp
                {
                    Mode = bind.Mode,
                    SystemId = "smsc",
                    Sequence = bind.Sequence,
                },
                new DeliverSm { Sequence = 7 });
            (await links.ChangeAsync()).Bound.ShouldBeTrue();
            (await links.ReceivedAsync()).Answer(CommandStatus.Ok);
            (await caller.Peer.ReadAsync<DeliverSmResp>()).Sequence.ShouldBe(7u);
            caller.Socket.Close();
            (await links.ChangeAsync()).Bound.ShouldBeFalse();
            await Eventually.TrueAsync(
                () => links.Links.Links[0].Reason!.StartsWith("waiting", StringComparison.Ordinal), "the bridge waits for the next call");
        }

        links.Metrics.Seen.ShouldNotContain("caller refused harbour/a");
    }

    public static TheoryData<string, string> Strangers => new()
    {
        { "no certificate", "no TLS (the operator shows no certificate)" },
        { "another authority", "no TLS (the operator's certificate is not vouched for by CaFile (" },
        { "another name", "no TLS (the operator's certificate is not for smsc.operator.example but for www.example)" },
        { "expired", "no TLS (the operator's certificate expired on " },
        { "no TLS", "no TLS (the caller broke the handshake off: it does not speak TLS, or does not take our certificate)" },
        { "does not trust us", "broke" },   // the handshake off, or in TLS 1.3 what comes after it
        { "FIN", "no TLS (the caller broke the handshake off: it does not speak TLS, or does not take our certificate)" },
        { "wrong password", "its system_id or password is not the one of Outbind" },
    };

    [Theory]
    [MemberData(nameof(Strangers))]
    public async Task Who_is_not_the_operator_is_closed_with_the_reason_in_one_line_and_the_operator_still_gets_in(
        string stranger, string told)
    {
        await using var links = Fixture(_operators.File, OperatorName);
        await links.Links.StartAsync(CancellationToken.None);
        await SufferAsync(stranger);

        await Eventually.TrueAsync(() => links.Log.Count(nameof(OperatorLog.CallerRefused)) == 1, "the stranger is in the log");
        links.Log.Texts.Single(text => text.Contains("refused", StringComparison.Ordinal)).ShouldContain(told);
        links.Metrics.Count("caller refused harbour/a").ShouldBe(1);
        using var right = _operators.Issue(OperatorName);
        await using var caller = await CallAsync(right);
        await caller.Peer.SendAsync(Right);
        await caller.Peer.ReadAsync<Bind>();
    }

    [Fact]
    public async Task A_handshake_that_never_ends_is_given_up_after_session_init()
    {
        var clock = new WatchedClock();
        await using var links = Fixture(null, null, clock);
        await links.Links.StartAsync(CancellationToken.None);
        using var silent = await ConnectAsync();
        await clock.TimerAsync(due => due == TimeSpan.FromSeconds(3));
        clock.Advance(TimeSpan.FromSeconds(3));

        (await silent.ReceiveAsync(new byte[1], SocketFlags.None)).ShouldBe(0);
        await Eventually.TrueAsync(() => links.Log.Count(nameof(OperatorLog.CallerRefused)) == 1, "the silent one is in the log");
    }

    [Fact]
    public async Task Files_of_ours_that_do_not_belong_together_are_said_to_be_ours_to_mend()
    {
        await using var links = Fixture(null, null, keyOfAnother: true);
        await links.Links.StartAsync(CancellationToken.None);
        await Should.ThrowAsync<Exception>(CallAsync(null));

        await Eventually.TrueAsync(() => links.Log.Count(nameof(OperatorLog.CallerRefused)) == 1, "the fault is in the log");
        links.Log.Texts[^1].ShouldContain("our CertificateFile and KeyFile cannot be read as PEM, or do not belong together");
    }

    public void Dispose()
    {
        _ours.Dispose();
        _root.Dispose();
        _operators.Dispose();
    }

    private LinksFixture Fixture(string? authority, string? name, TimeProvider? time = null, bool keyOfAnother = false)
    {
        var (certificate, key) = _ours.IssueFiles(BridgeName);
        if (keyOfAnother) (_, key) = _ours.IssueFiles(BridgeName);
        var link = LinksFixture.Link("harbour", _listen.Port) with
        {
            SessionInit = time is null ? TimeSpan.FromSeconds(30) : TimeSpan.FromSeconds(3),
            Tls = new TlsPlan(name, authority, certificate, key),
            Outbind = new OutbindPlan(_listen, [IPNetwork.Parse("127.0.0.0/8")], Right.SystemId, Right.Password),
        };
        return new LinksFixture(time, LinksFixture.Operator("harbour", link));
    }

    /// <summary>Ends when the bridge has closed.</summary>
    private async Task SufferAsync(string stranger)
    {
        using var another = new TestAuthority("Another CA");
        try
        {
            switch (stranger)
            {
                case "no certificate":
                    await RefusedAsync(null);
                    break;
                case "another authority":
                    await RefusedAsync(another.Issue(OperatorName));
                    break;
                case "another name":
                    await RefusedAsync(_operators.Issue("www.example"));
                    break;
                case "expired":
                    await RefusedAsync(_operators.Issue(OperatorName, TestAuthority.Expired));
                    break;
                case "does not trust us":
                    await CallAsync(_operators.Issue(OperatorName), trusted: another);
                    break;
                case "wrong password":
                    await using (var caller = await CallAsync(_operators.Issue(OperatorName)))
                    {
                        await caller.Peer.SendAsync(Right with { Password = "call-me" });
                        (await caller.Peer.ReadAsync()).ShouldBeNull();
                    }

                    break;
                default:
                    using (var socket = await ConnectAsync())
                    {
                        if (stranger == "FIN") socket.Shutdown(SocketShutdown.Send);
                        else await socket.SendAsync(Convert.FromHexString("0000001D0000000B0000000000000001736D73630063616C6C2D757300"));
                        while (await socket.ReceiveAsync(new byte[256]) > 0)
                        {
                            // An alert, at most.
                        }
                    }

                    break;
            }
        }
        catch (Exception refused) when (refused is AuthenticationException or IOException or SocketException)
        {
            // Closed in the handshake.
        }
    }

    /// <summary>
    /// In TLS 1.3 the caller has shaken hands before the bridge has seen its certificate: the refusal comes with the first read.
    /// </summary>
    private async Task RefusedAsync(X509Certificate2? shown)
    {
        await using var caller = await CallAsync(shown);
        (await caller.Link.ReadAsync(new byte[1])).ShouldBe(0);
    }

    /// <summary>An operator that trusts the police's root alone: the bridge has to send what is in between.</summary>
    private async Task<Caller> CallAsync(X509Certificate2? shown, TestAuthority? trusted = null)
    {
        var socket = await ConnectAsync();
        var secure = new SslStream(new NetworkStream(socket, ownsSocket: true));
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile((trusted ?? _root).File);
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = BridgeName,
            CertificateChainPolicy = policy,
            ClientCertificates = shown is null ? [] : [shown],
        };
        try
        {
            await secure.AuthenticateAsClientAsync(options, CancellationToken.None)
                .WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
            return new Caller(socket, secure);
        }
        catch
        {
            await secure.DisposeAsync();
            throw;
        }
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(_listen);
        return socket;
    }

    private sealed record Caller(Socket Socket, SslStream Link) : IAsyncDisposable
    {
        public RawPeer Peer { get; } = new(Link, WrittenOctets.OfThisRun.Open());

        public ValueTask DisposeAsync() => Peer.DisposeAsync();
    }
}
