using System.Net.Sockets;
using Bridge.Protocol.Smpp;
using Bridge.Tests.Support;
using Bridge.Worker.Operators;
using Microsoft.Extensions.Time.Testing;

namespace Bridge.Tests.Operators;

[Trait("Speed", "rooms")]
public sealed class SubmitTests
{
    private static readonly SubmitSm Reply = new() { Destination = new Address(1, 1, "85291234567"), ShortMessage = new byte[] { 1 } };

    [Fact]
    public async Task Without_a_bound_link_nothing_is_written_and_the_waiting_ends_with_the_bind()
    {
        await using var smsc = new FakeOperator();
        await using var links = new LinksFixture(null, LinksFixture.Operator("harbour", LinksFixture.Link("harbour", smsc.Port)));
        (await links.Links.SubmitAsync("harbour", Reply, CancellationToken.None)).Result.ShouldBe(RequestResult.NotWritten);
        links.Links.DownFor("nobody").ShouldBe(TimeSpan.MaxValue);
        var waiting = links.Links.WaitUntilCanSubmitAsync("harbour", CancellationToken.None);
        var starting = links.Links.StartAsync(CancellationToken.None);
        var connection = await smsc.AcceptAsync();
        waiting.IsCompleted.ShouldBeFalse();

        await connection.AnswerBindAsync();
        await waiting;

        var submitting = links.Links.SubmitAsync("harbour", Reply, CancellationToken.None);
        var submit = await connection.Peer.ReadAsync<SubmitSm>();
        await connection.Peer.SendAsync(new SubmitSmResp { Sequence = submit.Sequence, MessageId = "m1" });
        (await submitting).Response.ShouldBeOfType<SubmitSmResp>().MessageId.ShouldBe("m1");
        await starting;
    }

    [Fact]
    public async Task A_receiver_never_submits_and_transmitters_take_turns()
    {
        await using var smsc = new FakeOperator();
        var plan = LinksFixture.Operator(
            "harbour",
            LinksFixture.Link("harbour", smsc.Port, "rx", BindMode.Receiver),
            LinksFixture.Link("harbour", smsc.Port, "tx1", BindMode.Transmitter),
            LinksFixture.Link("harbour", smsc.Port, "tx2", BindMode.Transmitter));
        await using var links = new LinksFixture(null, plan);
        var starting = links.Links.StartAsync(CancellationToken.None);
        var connections = new List<(BindMode Mode, OperatorConnection Connection)>();
        for (var n = 0; n < 3; n++)
        {
            var connection = await smsc.AcceptAsync();
            connections.Add(((await connection.AnswerBindAsync()).Mode, connection));
        }

        await starting;
        _ = Enumerable.Range(0, 6).Select(_ => links.Links.SubmitAsync("harbour", Reply, CancellationToken.None)).ToList();

        foreach (var (mode, connection) in connections)
        {
            (await connection.SyncAsync()).Count(pdu => pdu is SubmitSm).ShouldBe(mode == BindMode.Receiver ? 0 : 3);
        }
    }

    [Fact]
    public async Task The_window_of_a_link_is_never_exceeded_and_a_link_with_room_is_preferred()
    {
        await using var smsc = new FakeOperator();
        var plan = LinksFixture.Operator(
            "harbour", LinksFixture.Link("harbour", smsc.Port, "a", window: 2), LinksFixture.Link("harbour", smsc.Port, "b", window: 5));
        await using var links = new LinksFixture(null, plan);
        var starting = links.Links.StartAsync(CancellationToken.None);
        var (first, second) = (await smsc.AcceptAndBindAsync(), await smsc.AcceptAndBindAsync());
        await starting;

        _ = Enumerable.Range(0, 20).Select(_ => links.Links.SubmitAsync("harbour", Reply, CancellationToken.None)).ToList();

        int[] written = [(await first.SyncAsync()).Count, (await second.SyncAsync()).Count];
        written.Order().ShouldBe([2, 5]);
    }

    [Fact]
    public async Task A_submit_whose_link_is_lost_after_the_write_is_not_repeated_here()
    {
        await using var smsc = new FakeOperator();
        var (links, connection) = await LinksFixture.BoundAsync(smsc);
        await using var _ = links;
        var submitting = links.Links.SubmitAsync("harbour", Reply, CancellationToken.None);
        await connection.Peer.ReadAsync<SubmitSm>();
        connection.Reset();

        (await submitting).Result.ShouldBe(RequestResult.SessionLost);
        (await (await smsc.AcceptAndBindAsync()).SyncAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_refusal_of_our_settings_is_tried_over_the_other_link_and_any_other_refusal_is_not()
    {
        await using var smsc = new FakeOperator();
        var plan = LinksFixture.Operator(
            "harbour", LinksFixture.Link("harbour", smsc.Port, "a", window: 20), LinksFixture.Link("harbour", smsc.Port, "b"));
        await using var links = new LinksFixture(null, plan);
        var starting = links.Links.StartAsync(CancellationToken.None);
        OperatorConnection[] both = [await smsc.AcceptAndBindAsync(), await smsc.AcceptAndBindAsync()];
        await starting;

        var submitting = links.Links.SubmitAsync(
            "harbour", Reply, CancellationToken.None, refusal => refusal.Status == CommandStatus.InvSrcTon);
        var read = both.Select(connection => connection.Peer.ReadAsync<SubmitSm>()).ToList();
        var first = read.IndexOf(await Task.WhenAny(read));
        await AnswerAsync(first, CommandStatus.InvSrcTon);
        await AnswerAsync(1 - first, CommandStatus.InvDstAdr);

        (await submitting).Response!.Status.ShouldBe(CommandStatus.InvDstAdr);
        (await both[first].SyncAsync()).ShouldBeEmpty();

        async Task AnswerAsync(int link, CommandStatus status) =>
            await both[link].Peer.SendAsync(new SubmitSmResp { Sequence = (await read[link]).Sequence, Status = status });
    }

    [Fact]
    public async Task A_status_that_no_specification_names_is_said_once_and_handed_on()
    {
        await using var smsc = new FakeOperator();
        var (links, connection) = await LinksFixture.BoundAsync(smsc);
        await using var _ = links;
        foreach (var status in (CommandStatus[])[(CommandStatus)0x457, (CommandStatus)0x457, CommandStatus.InvDstAdr])
        {
            var submitting = links.Links.SubmitAsync("harbour", Reply, CancellationToken.None);
            await connection.Peer.SendAsync(
                new SubmitSmResp { Sequence = (await connection.Peer.ReadAsync<SubmitSm>()).Sequence, Status = status });
            (await submitting).Response!.Status.ShouldBe(status);
        }

        links.Log.Count(nameof(OperatorLog.UnknownStatus)).ShouldBe(1);
        links.Log.Texts[^1].ShouldContain("submit_sm was answered with 0x00000457");
    }

    [Fact]
    public async Task While_the_operator_unbinds_nobody_is_told_that_he_can_submit()
    {
        await using var smsc = new FakeOperator();
        var (links, connection) = await LinksFixture.BoundAsync(smsc);
        await using var _ = links;
        await connection.Peer.SendAsync(new Unbind { Sequence = 1 });
        await connection.Peer.ReadAsync<UnbindResp>();

        var waiting = links.Links.WaitUntilCanSubmitAsync("harbour", CancellationToken.None);

        waiting.IsCompleted.ShouldBeFalse();
        connection.Finish();
        await smsc.AcceptAndBindAsync();
        await waiting;
    }

    [Fact]
    public async Task How_long_an_operator_has_been_down_is_counted_from_its_last_link()
    {
        await using var smsc = new FakeOperator();
        var time = new FakeTimeProvider();
        var (links, connection) = await LinksFixture.BoundAsync(smsc, time, LinksFixture.Slowly);
        await using var _ = links;
        time.Advance(TimeSpan.FromSeconds(5));
        links.Links.DownFor("harbour").ShouldBeNull();

        connection.Reset();
        (await links.ChangeAsync()).Bound.ShouldBeFalse();
        links.Links.DownFor("harbour").ShouldBe(TimeSpan.Zero);
        time.Advance(TimeSpan.FromSeconds(7));

        links.Links.DownFor("harbour").ShouldBe(TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task Submits_are_spaced_by_the_rate_and_time_unused_is_not_saved_for_a_burst()
    {
        var time = new FakeTimeProvider();
        var pace = new SubmitPace(time);
        time.Advance(TimeSpan.FromMinutes(1));
        var submits = Enumerable.Range(0, 5).Select(_ => pace.WaitAsync(perSecond: 10, CancellationToken.None)).ToList();

        for (var passed = 1; passed <= 5; passed++)
        {
            submits.Count(submit => submit.IsCompleted).ShouldBe(passed);
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.WhenAll(submits.Take(Math.Min(passed + 1, 5)));
        }
    }

    [Fact]
    public async Task Nagle_is_off()
    {
        await using var smsc = new FakeOperator();
        await using var stream = await LinkConnector.ConnectAsync(
            LinksFixture.Link("harbour", smsc.Port), "127.0.0.1", TimeProvider.System, CancellationToken.None);
        stream.ShouldBeOfType<NetworkStream>().Socket.NoDelay.ShouldBeTrue();
    }
}
