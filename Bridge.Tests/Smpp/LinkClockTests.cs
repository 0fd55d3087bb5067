using Bridge.Protocol.Smpp;

namespace Bridge.Tests.Smpp;

/// <summary>
/// Bind within 10 s, ask after 30 s of silence, answer within 10 s. Times are seconds on a clock that only these tests move.
/// </summary>
public class LinkClockTests
{
    private readonly LinkClock _clock = new(new(S(10), S(30), S(10)), connectedAt: S(0));

    [Fact]
    public void A_link_that_never_binds_is_closed()
    {
        Ticks(5, 10, 10.1).ShouldBe([LinkAction.None, LinkAction.None, LinkAction.CloseNotBound]);
    }

    [Fact]
    public void A_silent_peer_is_asked_once_and_then_given_up()
    {
        _clock.OnBound(S(0));

        Ticks(30, 31, 35, 41, 41.1)
            .ShouldBe([LinkAction.None, LinkAction.SendEnquireLink, LinkAction.None, LinkAction.None, LinkAction.ClosePeerSilent]);
    }

    [Fact]
    public void Whatever_is_heard_counts_as_an_answer()
    {
        _clock.OnBound(S(0));
        _clock.Tick(S(31)).ShouldBe(LinkAction.SendEnquireLink);
        _clock.OnHeard(S(40));

        Ticks(42, 46, 50, 54, 58, 62, 66, 70).ShouldAllBe(action => action == LinkAction.None);
        _clock.Tick(S(70.1)).ShouldBe(LinkAction.SendEnquireLink);
    }

    [Fact]
    public void A_peer_that_speaks_is_never_asked()
    {
        _clock.OnBound(S(0));
        for (var now = 1; now < 600; now++)
        {
            _clock.OnHeard(S(now));
            _clock.Tick(S(now)).ShouldBe(LinkAction.None);
        }
    }

    [Fact]
    public void A_machine_that_stood_still_asks_before_it_judges()
    {
        _clock.OnBound(S(0));
        Ticks(1, 2).ShouldAllBe(action => action == LinkAction.None);

        Ticks(62, 65, 72).ShouldBe([LinkAction.SendEnquireLink, LinkAction.None, LinkAction.None]);
        _clock.Tick(S(72.1)).ShouldBe(LinkAction.ClosePeerSilent);
    }

    [Fact]
    public void A_machine_that_stood_still_while_its_question_was_out_asks_again()
    {
        _clock.OnBound(S(0));
        Ticks(30, 31, 32).ShouldBe([LinkAction.None, LinkAction.SendEnquireLink, LinkAction.None]);

        // The answer came meanwhile, but the read loop stood still too.
        _clock.Tick(S(92)).ShouldBe(LinkAction.SendEnquireLink);
        Ticks(96, 100, 102).ShouldAllBe(action => action == LinkAction.None);
        _clock.Tick(S(102.1)).ShouldBe(LinkAction.ClosePeerSilent);
    }

    [Fact]
    public void A_link_that_carries_nothing_but_enquire_link_is_idle()
    {
        var clock = new LinkClock(new(S(10), S(30), S(10), IdleAfter: S(60)), connectedAt: S(0));
        clock.OnBound(S(5));
        clock.OnBusy(S(20));
        for (var now = 21; now <= 80; now++)
        {
            clock.OnHeard(S(now));
            clock.Tick(S(now)).ShouldBe(LinkAction.None);
        }

        clock.Tick(S(80.1)).ShouldBe(LinkAction.CloseIdle);
    }

    private List<LinkAction> Ticks(params double[] seconds) => [.. seconds.Select(at => _clock.Tick(S(at)))];

    private static TimeSpan S(double seconds) => TimeSpan.FromSeconds(seconds);
}
