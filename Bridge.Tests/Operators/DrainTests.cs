using Bridge.Protocol.Smpp;
using Bridge.Tests.Support;
using Bridge.Worker.Operators;

namespace Bridge.Tests.Operators;

[Trait("Speed", "rooms")]
public sealed class DrainTests
{
    [Fact]
    public async Task A_drained_link_answers_what_it_took_unbinds_stays_down_and_is_bound_by_resume()
    {
        await using var smsc = new FakeOperator();
        var (links, connection) = await LinksFixture.BoundAsync(smsc);
        await using var _ = links;
        await connection.Peer.SendAsync(new DeliverSm { Sequence = 5 });
        var taken = await links.ReceivedAsync();

        var draining = links.Links.DrainAsync("harbour", "a", CancellationToken.None);
        (await connection.SyncAsync()).ShouldBeEmpty();
        (await links.Links.SubmitAsync("harbour", new SubmitSm(), CancellationToken.None)).Result.ShouldBe(RequestResult.NotWritten);
        taken.Answer(CommandStatus.Ok);
        (await connection.Peer.ReadAsync<DeliverSmResp>()).Sequence.ShouldBe(5u);
        var unbind = await connection.Peer.ReadAsync<Unbind>();
        await connection.Peer.SendAsync(new UnbindResp { Sequence = unbind.Sequence });
        (await draining).ShouldNotBeNull().Drained.ShouldBeTrue();
        await connection.ClosedAsync();

        (await links.ChangeAsync()).Reason.ShouldBe("drained by command");
        links.Metrics.Seen.ShouldContain("drop harbour/a shutdown");
        links.Metrics.Seen.ShouldContain("drained harbour/a True");
        smsc.IsCalled.ShouldBeFalse();
        links.Links.Resume("harbour", "a").ShouldNotBeNull().Drained.ShouldBeFalse();
        await smsc.AcceptAndBindAsync();
        (await links.ChangeAsync()).Bound.ShouldBeTrue();
        links.Metrics.Seen.ShouldContain("drained harbour/a False");
        links.Log.Count(nameof(OperatorLog.Dropped)).ShouldBe(0);
    }

    [Fact]
    public async Task A_link_drained_while_it_is_being_bound_is_unbound_again()
    {
        await using var smsc = new FakeOperator();
        await using var links = new LinksFixture(null, LinksFixture.Operator("harbour", LinksFixture.Link("harbour", smsc.Port)));
        var starting = links.Links.StartAsync(CancellationToken.None);
        var connection = await smsc.AcceptAsync();
        var bind = await connection.Peer.ReadAsync<Bind>();
        await links.Links.DrainAsync("harbour", "a", CancellationToken.None);
        await connection.Peer.SendAsync(new BindResp { Mode = bind.Mode, Sequence = bind.Sequence });

        await connection.Peer.SendAsync(new UnbindResp { Sequence = (await connection.Peer.ReadAsync<Unbind>()).Sequence });
        await connection.ClosedAsync();
        await starting;
        links.Links.Resume("harbour", "a");
        await smsc.AcceptAndBindAsync();
    }

    [Fact]
    public async Task A_drained_link_ends_with_the_daemon()
    {
        await using var links = new LinksFixture(
            null, LinksFixture.Operator("harbour", LinksFixture.Link("harbour", FreePort.Take())));
        await links.Links.StartAsync(CancellationToken.None);
        await links.Links.DrainAsync("harbour", "a", CancellationToken.None);
        await links.Links.DrainAsync("harbour", "a", CancellationToken.None);

        await links.Links.StopAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
    }

    [Fact]
    public async Task What_is_not_there_is_not_drained()
    {
        await using var links = new LinksFixture(
            null, LinksFixture.Operator("harbour", LinksFixture.Link("harbour", FreePort.Take())));
        (await links.Links.DrainAsync("harbour", "b", CancellationToken.None)).ShouldBeNull();
        links.Links.Resume("nobody", "a").ShouldBeNull();
    }
}
