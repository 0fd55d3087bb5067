using Bridge.Protocol.Smpp;

namespace Bridge.Tests.Smpp;

/// <summary>
/// Bind within 10 s, ask after 30 s of silence, answer within 10 s. Times are seconds on a clock that only these tests move.
/// </summary>
[Trait("Speed", "unit")]
public class KeepAliveRulesTests
{
    private readonly KeepAliveRules _rules = new(new(S(10), S(30), S(10)), connectedAt: S(0));

    [Fact]
    public void A_link_that_never_binds_is_closed()
    {
        Ticks(5, 10, 10.1).ShouldBe([KeepAliveAction.None, KeepAliveAction.None, KeepAliveAction.CloseNotBound]);
    }

    [Fact]
    public void A_silent_peer_is_asked_once_and_then_given_up()
    {
        _rules.OnBound(S(0));

        var actions = Ticks(30, 31, 35, 41, 41.1);

        actions.ShouldBe(
            [KeepAliveAction.None, KeepAliveAction.SendEnquireLink, KeepAliveAction.None, KeepAliveAction.None,
                KeepAliveAction.ClosePeerSilent]);
    }

    [Fact]
    public void Whatever_is_heard_counts_as_an_answer()
    {
        _rules.OnBound(S(0));
        _rules.Tick(S(31)).ShouldBe(KeepAliveAction.SendEnquireLink);
        _rules.OnReceived(S(40));

        Ticks(42, 46, 50, 54, 58, 62, 66, 70).ShouldAllBe(action => action == KeepAliveAction.None);
        _rules.Tick(S(70.1)).ShouldBe(KeepAliveAction.SendEnquireLink);
    }

    [Fact]
    public void A_peer_that_speaks_is_never_asked()
    {
        _rules.OnBound(S(0));
        for (var now = 1; now < 600; now++)
        {
            _rules.OnReceived(S(now));
            _rules.Tick(S(now)).ShouldBe(KeepAliveAction.None);
        }
    }

    [Fact]
    public void A_machine_that_stood_still_asks_before_it_judges()
    {
        _rules.OnBound(S(0));
        Ticks(1, 2).ShouldAllBe(action => action == KeepAliveAction.None);

        Ticks(62, 65, 72).ShouldBe([KeepAliveAction.SendEnquireLink, KeepAliveAction.None, KeepAliveAction.None]);
        _rules.Tick(S(72.1)).ShouldBe(KeepAliveAction.ClosePeerSilent);
    }

    [Fact]
    public void A_machine_that_stood_still_while_its_question_was_out_asks_again()
    {
        _rules.OnBound(S(0));
        Ticks(30, 31, 32).ShouldBe([KeepAliveAction.None, KeepAliveAction.SendEnquireLink, KeepAliveAction.None]);

        // The answer came meanwhile, but the read loop stood still too.
        _rules.Tick(S(92)).ShouldBe(KeepAliveAction.SendEnquireLink);
        Ticks(96, 100, 102).ShouldAllBe(action => action == KeepAliveAction.None);
        _rules.Tick(S(102.1)).ShouldBe(KeepAliveAction.ClosePeerSilent);
    }

    [Fact]
    public void A_link_that_carries_nothing_but_enquire_link_is_idle()
    {
        var rules = new KeepAliveRules(new(S(10), S(30), S(10), Inactivity: S(60)), connectedAt: S(0));
        rules.OnBound(S(5));
        rules.OnTraffic(S(20));
        for (var now = 21; now <= 80; now++)
        {
            rules.OnReceived(S(now));
            rules.Tick(S(now)).ShouldBe(KeepAliveAction.None);
        }

        rules.Tick(S(80.1)).ShouldBe(KeepAliveAction.CloseIdle);
    }

    private List<KeepAliveAction> Ticks(params double[] seconds) => [.. seconds.Select(at => _rules.Tick(S(at)))];

    private static TimeSpan S(double seconds) => TimeSpan.FromSeconds(seconds);
}
