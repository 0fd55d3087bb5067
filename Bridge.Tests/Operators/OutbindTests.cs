using System.Net;
using System.Net.Sockets;
using Bridge.Protocol.Smpp;
using Bridge.Tests.Support;
using Bridge.Worker.Configuration;
using Bridge.Worker.Operators;

namespace Bridge.Tests.Operators;

[Trait("Speed", "rooms")]
public sealed class OutbindTests
{
    private static readonly Outbind Right = new() { SystemId = "smsc", Password = "call-us", Sequence = 1 };

    private readonly IPEndPoint _listen = new(IPAddress.Loopback, FreePort.Take());

    [Fact]
    public async Task The_operator_calls_and_the_bridge_binds_over_that_connection_and_again_when_it_calls_again()
    {
        await using var links = new LinksFixture(null, LinksFixture.Operator("harbour", Link()));
        await links.Links.StartAsync(CancellationToken.None);
        (await links.ChangeAsync()).Reason.ShouldBe($"waiting for the operator's outbind on {_listen}");

        for (var calls = 0; calls < 3; calls++)
        {
            await using var caller = await CallAsync();
            await caller.Peer.SendAsync(Right);
            (await caller.AnswerBindAsync()).SystemId.ShouldBe("bridge992");
            (await links.ChangeAsync()).Bound.ShouldBeTrue();
            await caller.Peer.SendAsync(new DeliverSm { Sequence = 7 });
            (await links.ReceivedAsync()).Answer(CommandStatus.Ok);
            (await caller.Peer.ReadAsync<DeliverSmResp>()).Sequence.ShouldBe(7u);
            caller.Reset();
            (await links.ChangeAsync()).Reason.ShouldNotBeNull().ShouldStartWith("closed");
            await Eventually.TrueAsync(
                () => links.Links.Links[0].Reason!.StartsWith("waiting", StringComparison.Ordinal), "the bridge waits for the next call");
        }

        links.Metrics.Seen.ShouldContain("In outbind ESME_ROK");
    }

    public static TheoryData<string> Strangers => ["wrong password", "wrong system_id", "no outbind", "HTTP", "too long", "FIN", "half"];

    [Theory]
    [MemberData(nameof(Strangers))]
    public async Task Who_says_the_wrong_thing_is_closed_and_the_right_caller_still_gets_in(string stranger)
    {
        await using var links = new LinksFixture(null, LinksFixture.Operator("harbour", Link()));
        await links.Links.StartAsync(CancellationToken.None);
        await using (var caller = await CallAsync())
        {
            switch (stranger)
            {
                case "wrong password":
                    await caller.Peer.SendAsync(Right with { Password = "call-me" });
                    break;
                case "wrong system_id":
                    await caller.Peer.SendAsync(Right with { SystemId = "someone" });
                    break;
                case "no outbind":
                    await caller.Peer.SendAsync(new EnquireLink { Sequence = 1 });
                    break;
                case "HTTP":
                    await caller.Peer.SendOctetsAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray());
                    break;
                case "too long":
                    await caller.Peer.SendOctetsAsync(new byte[] { 0, 0, 0, 42, 0, 0, 0, 0x0B });
                    break;
                case "FIN":
                    caller.Finish();
                    break;
                default:
                    await caller.Peer.SendOctetsAsync(new byte[] { 0, 0, 0, 40, 0, 0, 0, 0x0B });
                    caller.Finish();
                    break;
            }

            await caller.ClosedAsync();
        }

        await Eventually.TrueAsync(() => links.Log.Count(nameof(OperatorLog.CallerRefused)) == 1, "the stranger is in the log");
        links.Log.Texts.ShouldNotContain(text => text.Contains("call-") || text.Contains("someone"));
        await using var right = await CallAsync();
        await right.Peer.SendAsync(Right);
        await right.AnswerBindAsync();
    }

    [Fact]
    public async Task Who_calls_from_elsewhere_is_closed_unheard()
    {
        await using var links = new LinksFixture(null, LinksFixture.Operator("harbour", Link("192.0.2.0/24")));
        await links.Links.StartAsync(CancellationToken.None);
        await using var caller = await CallAsync();

        await caller.ClosedAsync();

        await Eventually.TrueAsync(() => links.Log.Count(nameof(OperatorLog.CallerRefused)) == 1, "the stranger is in the log");
        links.Log.Texts.ShouldHaveSingleItem().ShouldContain("not in From");
        links.Metrics.Of("In").ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_says_nothing_is_closed_after_session_init_and_more_than_eight_of_them_at_once()
    {
        var clock = new WatchedClock();
        await using var links = new LinksFixture(
            clock,
            LinksFixture.Operator("harbour", Link() with { SessionInit = TimeSpan.FromSeconds(3) }));
        await links.Links.StartAsync(CancellationToken.None);
        var silent = new List<OperatorConnection>();
        for (var n = 0; n < 8; n++)
        {
            silent.Add(await CallAsync());
            await clock.TimerAsync(due => due == TimeSpan.FromSeconds(3));
        }

        await using (var ninth = await CallAsync()) await ninth.ClosedAsync();
        clock.Advance(TimeSpan.FromSeconds(3));
        foreach (var caller in silent)
        {
            await caller.ClosedAsync();
            await caller.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_second_caller_while_bound_is_closed_and_costs_the_link_nothing()
    {
        await using var links = new LinksFixture(null, LinksFixture.Operator("harbour", Link()));
        await links.Links.StartAsync(CancellationToken.None);
        await using var caller = await CallAsync();
        await caller.Peer.SendAsync(Right);
        await caller.AnswerBindAsync();
        await links.ChangeAsync();
        (await links.ChangeAsync()).Bound.ShouldBeTrue();

        await using (var second = await CallAsync()) await second.ClosedAsync();

        (await caller.SyncAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_port_that_is_taken_is_said_and_tried_again()
    {
        var other = new TcpListener(_listen);
        other.Start();
        await using var links = new LinksFixture(null, LinksFixture.Operator("harbour", Link()));
        await links.Links.StartAsync(CancellationToken.None);
        (await links.ChangeAsync()).Reason.ShouldBe($"cannot listen on {_listen} (AddressAlreadyInUse)");
        other.Stop();

        await Eventually.TrueAsync(
            () => links.Links.Links[0].Reason!.StartsWith("waiting", StringComparison.Ordinal), "the bridge listens");
        await using var caller = await CallAsync();
        await caller.Peer.SendAsync(Right);
        await caller.AnswerBindAsync();
    }

    private LinkPlan Link(string from = "127.0.0.0/8") => LinksFixture.Link("harbour", _listen.Port) with
    {
        Outbind = new OutbindPlan(_listen, [IPNetwork.Parse(from)], Right.SystemId, Right.Password),
    };

    private async Task<OperatorConnection> CallAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(_listen);
        return new OperatorConnection(socket);
    }
}
