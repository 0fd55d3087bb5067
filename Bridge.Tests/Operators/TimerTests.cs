using Bridge.Protocol.Smpp;
using Bridge.Tests.Support;
using Bridge.Worker.Configuration;

namespace Bridge.Tests.Operators;

/// <summary>The four timers of SMPP v3.4 §7.2, each at another value than the one that it has by itself.</summary>
[Trait("Speed", "rooms")]
public sealed class TimerTests
{
    [Fact]
    public async Task Session_init_limits_the_bind()
    {
        var clock = new WatchedClock();
        await using var smsc = new FakeOperator();
        await using var links = Fixture(clock, smsc, link => link with { SessionInit = TimeSpan.FromSeconds(3) });
        var starting = links.Links.StartAsync(CancellationToken.None);
        var hanging = await smsc.AcceptAsync();
        await hanging.Peer.ReadAsync<Bind>();

        clock.Pass(TimeSpan.FromSeconds(2.9));
        (await hanging.SyncAsync()).ShouldBeEmpty();
        clock.Pass(TimeSpan.FromSeconds(0.5));

        (await links.ChangeAsync()).Reason.ShouldBe("timeout: not bound within 00:00:03");
        await starting;
    }

    [Fact]
    public async Task Enquire_link_is_asked_after_so_much_silence_and_its_answer_keeps_the_link()
    {
        var clock = new WatchedClock();
        await using var smsc = new FakeOperator();
        await using var links = Fixture(
            clock,
            smsc,
            link => link with { EnquireLink = TimeSpan.FromSeconds(5), ResponseTimeout = TimeSpan.FromSeconds(6) });
        var connection = await BindAsync(links, smsc);

        for (var round = 0; round < 3; round++)
        {
            clock.Pass(TimeSpan.FromSeconds(5));
            var asked = await connection.Peer.ReadAsync<EnquireLink>();
            await connection.Peer.SendAsync(new EnquireLinkResp { Sequence = asked.Sequence });
            (await connection.SyncAsync()).ShouldBeEmpty();
        }

        links.Links.Links[0].Bound.ShouldBeTrue();
        clock.Pass(TimeSpan.FromSeconds(5));
        await connection.Peer.ReadAsync<EnquireLink>();
        clock.Pass(TimeSpan.FromSeconds(6));
        (await links.ChangeAsync()).Reason.ShouldBe("timeout: enquire_link unanswered within 00:00:06");
    }

    [Fact]
    public async Task Response_limits_a_submit_and_costs_no_link_that_lives()
    {
        var clock = new WatchedClock();
        await using var smsc = new FakeOperator();
        await using var links = Fixture(clock, smsc, link => link with { ResponseTimeout = TimeSpan.FromSeconds(4) });
        var connection = await BindAsync(links, smsc);
        var submitting = links.Links.SubmitAsync(
            "harbour",
            new SubmitSm { Destination = new Address(1, 1, "85291234567") },
            CancellationToken.None);
        await connection.Peer.ReadAsync<SubmitSm>();

        clock.Pass(TimeSpan.FromSeconds(3.9));
        (await connection.SyncAsync()).ShouldBeEmpty();
        submitting.IsCompleted.ShouldBeFalse();
        clock.Pass(TimeSpan.FromSeconds(0.5));

        (await submitting).Result.ShouldBe(RequestResult.TimedOut);
        (await connection.SyncAsync()).ShouldBeEmpty();
        links.Links.Links[0].Bound.ShouldBeTrue();
    }

    [Fact]
    public async Task Inactivity_ends_a_link_that_carries_nothing_but_enquire_link_and_a_text_begins_it_anew()
    {
        var clock = new WatchedClock();
        await using var smsc = new FakeOperator();
        await using var links = Fixture(clock, smsc, link => link with { Inactivity = TimeSpan.FromSeconds(12) });
        var connection = await BindAsync(links, smsc);

        clock.Pass(TimeSpan.FromSeconds(10));
        await connection.Peer.SendAsync(new DeliverSm { Sequence = 3 });
        (await links.ReceivedAsync()).Answer(CommandStatus.Ok);
        await connection.Peer.ReadAsync<DeliverSmResp>();
        clock.Pass(TimeSpan.FromSeconds(10));
        (await connection.SyncAsync()).ShouldBeEmpty();
        clock.Pass(TimeSpan.FromSeconds(2.5));

        (await links.ChangeAsync()).Reason.ShouldBe("timeout: nothing but enquire_link for 00:00:12");
    }

    private static LinksFixture Fixture(WatchedClock clock, FakeOperator smsc, Func<LinkPlan, LinkPlan> change) =>
        new(clock, LinksFixture.Operator("harbour", change(LinksFixture.Link("harbour", smsc.Port, reconnect: LinksFixture.Slowly))));

    private static async Task<OperatorConnection> BindAsync(LinksFixture links, FakeOperator smsc)
    {
        var starting = links.Links.StartAsync(CancellationToken.None);
        var connection = await smsc.AcceptAndBindAsync();
        await starting;
        (await links.ChangeAsync()).Bound.ShouldBeTrue();
        return connection;
    }
}
