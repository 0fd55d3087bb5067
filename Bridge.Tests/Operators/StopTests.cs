using Bridge.Protocol.Smpp;
using Bridge.Tests.Support;
using Bridge.Worker.Operators;
using Microsoft.Extensions.Time.Testing;

namespace Bridge.Tests.Operators;

[Trait("Speed", "rooms")]
public sealed class StopTests
{
    [Fact]
    public async Task Stopping_answers_what_was_taken_waits_for_what_was_sent_and_unbinds()
    {
        await using var smsc = new FakeOperator();
        var (links, connection) = await LinksFixture.BoundAsync(smsc);
        await using var _ = links;
        await connection.Peer.SendAsync(new DeliverSm { Sequence = 9 });
        var received = await links.ReceivedAsync();
        var submitting = links.Links.SubmitAsync("harbour", new SubmitSm(), CancellationToken.None);
        var submit = await connection.Peer.ReadAsync<SubmitSm>();

        var stopping = links.Links.StopAsync(CancellationToken.None);

        (await connection.SyncAsync()).ShouldBeEmpty();
        (await links.Links.SubmitAsync("harbour", new SubmitSm(), CancellationToken.None)).Result.ShouldBe(RequestResult.NotWritten);
        await connection.Peer.SendAsync(new SubmitSmResp { Sequence = submit.Sequence, MessageId = "m1" });
        (await submitting).Result.ShouldBe(RequestResult.Answered);
        received.Answer(CommandStatus.Ok);
        (await connection.Peer.ReadAsync<DeliverSmResp>()).Sequence.ShouldBe(9u);
        await connection.Peer.SendAsync(new UnbindResp { Sequence = (await connection.Peer.ReadAsync<Unbind>()).Sequence });
        (await connection.Peer.ReadAsync()).ShouldBeNull();
        await stopping;

        (await links.ChangeAsync()).Reason.ShouldBe("shutdown: unbound by this side");
        links.Metrics.Seen.ShouldContain("drop harbour/a shutdown");
        links.Log.Count(nameof(OperatorLog.Unbound)).ShouldBe(1);
        links.Log.Count(nameof(OperatorLog.Dropped)).ShouldBe(0);
    }

    [Fact]
    public async Task Stopping_ends_although_an_operator_answers_nothing()
    {
        var time = new FakeTimeProvider();
        await using var smsc = new FakeOperator();
        var (links, connection) = await LinksFixture.BoundAsync(smsc, time);
        await using var _ = links;
        await connection.Peer.SendAsync(new DeliverSm { Sequence = 9 });
        await links.ReceivedAsync();

        await LinksFixture.PassUntilAsync(time, links.Links.StopAsync(CancellationToken.None), TimeSpan.FromMilliseconds(50));

        links.Links.Links.ShouldHaveSingleItem().Bound.ShouldBeFalse();
    }

    [Fact]
    public async Task Stopping_while_nothing_is_bound_is_immediate()
    {
        await using var smsc = new FakeOperator();
        await using var links = new LinksFixture(
            null,
            LinksFixture.Operator("hanging", LinksFixture.Link("hanging", smsc.Port)),
            LinksFixture.Operator("down", LinksFixture.Link("down", FreePort.Take())));
        var starting = links.Links.StartAsync(CancellationToken.None);
        await smsc.AcceptAsync();

        await links.Links.StopAsync(CancellationToken.None);
        await starting;
    }

    [Fact]
    public async Task Neither_password_nor_system_id_reaches_the_log()
    {
        await using var smsc = new FakeOperator();
        var (links, connection) = await LinksFixture.BoundAsync(smsc);
        await using var _ = links;
        connection.Reset();
        await (await smsc.AcceptAsync()).AnswerBindAsync(CommandStatus.InvPaswd);
        await links.ChangeAsync();
        while (links.Log.Count(nameof(OperatorLog.Refused)) == 0) await Task.Yield();
        links.Log.Lines.ShouldNotContain(
            line => line.Text.Contains("s3cret", StringComparison.Ordinal) || line.Text.Contains("bridge992", StringComparison.Ordinal));
    }
}
