using Bridge.Tests.Support;
using Bridge.Worker.Configuration;

namespace Bridge.Tests.Operators;

/// <summary>On a real cable that is cut: no FIN, no RST, no ICMP.</summary>
[Trait("Speed", "peers")]
public sealed class SilenceTests
{
    private static readonly TimeSpan EnquireLink = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(1);

    /// <summary>For the machine, not for the promise: two cores run many tests.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(10);

    [NeedsToolFact("ip")]
    public async Task A_cable_that_is_cut_is_noticed_in_the_promised_time_and_the_link_is_bound_again_once_it_is_mended()
    {
        await using var space = await NetworkSpace.CreateAsync();
        await using var smsc = space.Inside(() => new FakeOperator(address: space.There));
        var link = LinksFixture.Link("harbour", smsc.Port) with
        {
            Hosts = [space.There.ToString()],
            EnquireLink = EnquireLink,
            ResponseTimeout = ResponseTimeout,
            SessionInit = TimeSpan.FromSeconds(2),
            Reconnect = new ReconnectPlan(TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1)),
        };
        await using var links = new LinksFixture(null, LinksFixture.Operator("harbour", link));
        var starting = links.Links.StartAsync(CancellationToken.None);
        var connection = await smsc.AcceptAndBindAsync();
        await starting;
        (await links.ChangeAsync()).Bound.ShouldBeTrue();
        (await connection.SyncAsync()).ShouldBeEmpty();

        await space.CutAsync();
        var cut = TimeProvider.System.GetTimestamp();
        var down = await links.ChangeAsync();

        TimeProvider.System.GetElapsedTime(cut).ShouldBeLessThan(EnquireLink + ResponseTimeout + Slack);
        (down.Bound, down.Reason).ShouldBe((false, $"timeout: enquire_link unanswered within {ResponseTimeout}"));
        await space.MendAsync();
        var again = links.ChangeAsync();
        while (!again.IsCompleted)
        {
            // A call that was made before the cable was mended may come to nothing.
            if (await (await smsc.AcceptAsync()).TryAnswerBindAsync()) await again;
        }

        (await again).Bound.ShouldBeTrue();
    }
}
