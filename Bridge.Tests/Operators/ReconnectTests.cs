using Bridge.Protocol.Smpp;
using Bridge.Tests.Support;
using Bridge.Worker.Configuration;
using Bridge.Worker.Operators;

namespace Bridge.Tests.Operators;

[Trait("Speed", "rooms")]
public sealed class ReconnectTests
{
    private static readonly ReconnectPlan AsShipped = new(
        TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30));

    public static TheoryData<string> WaysToDrop => ["unbind", "fin", "rst", "garbage", "half a PDU and fin"];

    [Fact]
    public void Delays_stay_between_nothing_and_a_doubling_ceiling_however_many_failures_there_were()
    {
        var random = new Random(992);
        foreach (var failures in (int[])[1, 2, 3, 7, 8, 60, 63, 64, 1025, int.MaxValue])
        {
            var ceiling = failures < 8 ? AsShipped.Min * (1 << (failures - 1)) : AsShipped.Max;
            var delays = Enumerable.Range(0, 10_000)
                .Select(_ => ReconnectDelay.AfterFailure(AsShipped, failures, random.NextDouble())).ToList();
            delays.ShouldAllBe(delay => delay >= TimeSpan.Zero && delay <= ceiling);
            delays.Min().ShouldBeLessThan(ceiling / 50);
            delays.Max().ShouldBeGreaterThan(ceiling * 0.98);
        }
    }

    [Fact]
    public void After_a_refusal_for_credentials_the_wait_is_never_shorter_than_configured_and_never_much_longer()
    {
        ReconnectDelay.AfterRefusal(AsShipped, CommandStatus.InvPaswd, failures: 1, jitter: 0).ShouldBe(AsShipped.Refused);
        ReconnectDelay.AfterRefusal(AsShipped, CommandStatus.InvPaswd, failures: 99, jitter: 1).ShouldBe(AsShipped.Refused * 1.1);
    }

    [Theory]
    [MemberData(nameof(WaysToDrop))]
    public async Task A_link_that_drops_is_noticed_told_and_bound_again(string way)
    {
        await using var smsc = new FakeOperator();
        var (links, connection) = await LinksFixture.BoundAsync(smsc);
        await using var _ = links;
        switch (way)
        {
            case "unbind":
                await connection.Peer.SendAsync(new Unbind { Sequence = 77 });
                (await connection.Peer.ReadAsync<UnbindResp>()).Sequence.ShouldBe(77u);
                connection.Finish();
                break;
            case "fin":
                connection.Finish();
                break;
            case "rst":
                connection.Reset();
                break;
            case "garbage":
                await connection.Peer.SendOctetsAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray());
                break;
            default:
                await connection.Peer.SendOctetsAsync(new byte[] { 0, 0, 0, 40, 0, 0, 0, 5 });
                connection.Finish();
                break;
        }

        var again = await smsc.AcceptAndBindAsync();

        var (down, up) = (await links.ChangeAsync(), await links.ChangeAsync());
        var reason = way switch { "unbind" => "unbind", "garbage" => "protocol", _ => "closed" };
        (down.Bound, up.Bound).ShouldBe((false, true));
        down.Reason.ShouldNotBeNull().ShouldStartWith(reason);
        links.Metrics.Seen.ShouldContain($"drop harbour/a {reason}");
        links.Metrics.Count("bind harbour/a").ShouldBe(2);
        links.Log.Count(nameof(OperatorLog.Dropped)).ShouldBe(1);
        (await again.SyncAsync()).ShouldBeEmpty();
        links.Links.Links.ShouldHaveSingleItem().Bound.ShouldBeTrue();
    }

    [Fact]
    public async Task A_link_that_falls_silent_is_noticed_in_time_and_bound_again()
    {
        var clock = new WatchedClock();
        await using var smsc = new FakeOperator();
        var (links, connection) = await LinksFixture.BoundAsync(smsc, clock, LinksFixture.Slowly);
        await using var _ = links;
        clock.Pass(TimeSpan.FromSeconds(15));
        await connection.Peer.ReadAsync<EnquireLink>();
        clock.Pass(TimeSpan.FromSeconds(10));

        (await links.ChangeAsync()).Reason.ShouldNotBeNull().ShouldStartWith("timeout");
        links.Metrics.Seen.ShouldContain("drop harbour/a timeout");
        clock.Advance(await clock.TimerAsync(IsWaitAfterFailure));
        await smsc.AcceptAndBindAsync();
        (await links.ChangeAsync()).Bound.ShouldBeTrue();
    }

    [Fact]
    public async Task A_wrong_password_is_tried_slowly_and_said_once()
    {
        var clock = new WatchedClock();
        await using var smsc = new FakeOperator();
        await using var links = new LinksFixture(clock, LinksFixture.Operator("harbour", LinksFixture.Link("harbour", smsc.Port)));
        var starting = links.Links.StartAsync(CancellationToken.None);
        await (await smsc.AcceptAsync()).AnswerBindAsync(CommandStatus.InvPaswd);
        await starting;

        for (var tries = 0; tries < 3; tries++)
        {
            var wait = await clock.TimerAsync(due => due > TimeSpan.FromSeconds(15));
            wait.ShouldBeInRange(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(33));
            clock.Advance(wait);
            await (await smsc.AcceptAsync()).AnswerBindAsync(CommandStatus.InvPaswd);
        }

        await clock.TimerAsync(due => due > TimeSpan.FromSeconds(15));
        links.Log.Texts.ShouldHaveSingleItem().ShouldContain("ESME_RINVPASWD");
        links.Log.Count(nameof(OperatorLog.Refused)).ShouldBe(1);
        links.Metrics.Count("drop harbour/a refused").ShouldBe(4);
        (await links.ChangeAsync()).Reason.ShouldBe("refused: bind refused with ESME_RINVPASWD (the password is wrong)");
        links.Links.Links.ShouldHaveSingleItem().Reason.ShouldBe("refused: bind refused with ESME_RINVPASWD (the password is wrong)");
    }

    [Fact]
    public async Task A_bind_refused_because_the_old_one_is_still_up_is_tried_again_soon()
    {
        await using var smsc = new FakeOperator();
        await using var links = new LinksFixture(null, LinksFixture.Operator("harbour", LinksFixture.Link("harbour", smsc.Port)));
        var starting = links.Links.StartAsync(CancellationToken.None);
        await (await smsc.AcceptAsync()).AnswerBindAsync(CommandStatus.AlyBnd);
        await starting;

        await smsc.AcceptAndBindAsync();

        (await links.ChangeAsync()).Bound.ShouldBeFalse();
        (await links.ChangeAsync()).Bound.ShouldBeTrue();
    }

    /// <summary>Without it the second outage of the month would begin with the longest wait.</summary>
    [Fact]
    public async Task After_a_bind_that_held_the_wait_begins_anew()
    {
        // Long enough that no wait is under a millisecond, which sets no timer.
        var growing = new ReconnectPlan(TimeSpan.FromMinutes(1), TimeSpan.FromHours(2), TimeSpan.FromHours(3));
        var clock = new WatchedClock();
        await using var smsc = new FakeOperator();
        var link = LinksFixture.Link("harbour", smsc.Port, reconnect: growing) with { EnquireLink = TimeSpan.FromDays(1) };
        await using var links = new LinksFixture(clock, LinksFixture.Operator("harbour", link));
        var starting = links.Links.StartAsync(CancellationToken.None);
        for (var failures = 0; failures < 20; failures++)
        {
            await (await smsc.AcceptAsync()).AnswerBindAsync(CommandStatus.SysErr);
            clock.Advance(await clock.TimerAsync(IsWaitAfterFailure));
        }

        var connection = await smsc.AcceptAndBindAsync();
        (await links.ChangeAsync()).Bound.ShouldBeFalse();
        (await links.ChangeAsync()).Bound.ShouldBeTrue();
        await starting;
        clock.Advance(growing.Max);
        connection.Reset();
        (await links.ChangeAsync()).Bound.ShouldBeFalse();

        (await clock.TimerAsync(IsWaitAfterFailure)).ShouldBeLessThanOrEqualTo(growing.Min);
    }

    [Fact]
    public async Task An_operator_that_hangs_holds_up_the_start_for_two_seconds_only()
    {
        var clock = new WatchedClock();
        await using var smsc = new FakeOperator();
        await using var links = new LinksFixture(clock, LinksFixture.Operator("harbour", LinksFixture.Link("harbour", smsc.Port)));
        var starting = links.Links.StartAsync(CancellationToken.None);
        await (await smsc.AcceptAsync()).Peer.ReadAsync<Bind>();

        clock.Advance(await clock.TimerAsync(due => due == TimeSpan.FromSeconds(2)));
        await starting.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

        links.Log.Count(nameof(OperatorLog.StartedUntried)).ShouldBe(1);
        links.Links.Links.ShouldHaveSingleItem().Bound.ShouldBeFalse();
    }

    [Fact]
    public async Task An_operator_that_is_down_is_said_once_and_bound_when_it_comes_back()
    {
        var port = FreePort.Take();
        await using var links = new LinksFixture(null, LinksFixture.Operator("harbour", LinksFixture.Link("harbour", port)));
        await links.Links.StartAsync(CancellationToken.None);
        (await links.ChangeAsync()).Reason.ShouldBe("no connection (ConnectionRefused)");
        links.Links.Links.ShouldHaveSingleItem().Bound.ShouldBeFalse();

        await using var smsc = new FakeOperator(port);
        await smsc.AcceptAndBindAsync();

        (await links.ChangeAsync()).Bound.ShouldBeTrue();
        links.Log.Count(nameof(OperatorLog.NotBound)).ShouldBe(1);
        links.Metrics.Of("drop").ShouldBeEmpty();
    }

    [Fact]
    public async Task An_operator_that_hangs_after_the_connection_is_given_up_said_once_and_tried_again()
    {
        var clock = new WatchedClock();
        await using var smsc = new FakeOperator();
        await using var links = new LinksFixture(
            clock, LinksFixture.Operator("harbour", LinksFixture.Link("harbour", smsc.Port, reconnect: LinksFixture.Slowly)));
        var starting = links.Links.StartAsync(CancellationToken.None);
        for (var tries = 0; tries < 3; tries++)
        {
            var hanging = await smsc.AcceptAsync();
            await hanging.Peer.ReadAsync<Bind>();
            clock.Pass(TimeSpan.FromSeconds(10) - TimeSpan.FromSeconds(1));
            (await hanging.SyncAsync()).ShouldBeEmpty();
            clock.Pass(TimeSpan.FromSeconds(1.5));
            (await hanging.Peer.ReadAsync()).ShouldBeNull();
            var wait = await clock.TimerAsync(IsWaitAfterFailure);
            await starting;
            clock.Advance(wait);
        }

        await smsc.AcceptAsync();
        links.Log.Texts.Where(text => text.Contains("harbour/a")).ShouldHaveSingleItem().ShouldContain("not bound within");
        links.Metrics.Count("drop harbour/a timeout").ShouldBe(3);
    }

    [Fact]
    public async Task What_is_wrong_with_one_operator_costs_another_nothing()
    {
        await using var good = new FakeOperator();
        await using var refusing = new FakeOperator();
        await using var hanging = new FakeOperator();
        await using var links = new LinksFixture(
            null,
            LinksFixture.Operator("good", LinksFixture.Link("good", good.Port)),
            LinksFixture.Operator("refusing", LinksFixture.Link("refusing", refusing.Port)),
            LinksFixture.Operator("hanging", LinksFixture.Link("hanging", hanging.Port)),
            LinksFixture.Operator("down", LinksFixture.Link("down", FreePort.Take())));
        using var stop = new CancellationTokenSource();
        var starting = links.Links.StartAsync(stop.Token);
        await (await refusing.AcceptAsync()).AnswerBindAsync(CommandStatus.InvSysId);
        var connection = await good.AcceptAndBindAsync();
        await hanging.AcceptAsync();

        await connection.Peer.SendAsync(new DeliverSm { Sequence = 5 });
        (await links.ReceivedAsync()).Answer(CommandStatus.Ok);
        (await connection.Peer.ReadAsync<DeliverSmResp>()).Sequence.ShouldBe(5u);
        starting.IsCompleted.ShouldBeFalse(); // the hanging one has not been tried to its end
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(starting);
    }

    /// <summary>Told from the other timers: a session's tick, its last words, its bind, and the start.</summary>
    private static bool IsWaitAfterFailure(TimeSpan due) => due > TimeSpan.Zero && due.TotalSeconds is not (0.2 or 1 or 2 or 10 or 15);
}
