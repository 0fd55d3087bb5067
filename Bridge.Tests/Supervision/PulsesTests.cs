using Bridge.Worker.Supervision;
using Microsoft.Extensions.Time.Testing;

namespace Bridge.Tests.Supervision;

[Trait("Speed", "unit")]
public sealed class PulsesTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_loop_is_stalled_once_it_is_later_than_it_promised()
    {
        var pulses = new Pulses(_time);
        var quick = pulses.Register("quick", TimeSpan.FromSeconds(1));
        pulses.Register("slow", TimeSpan.FromSeconds(10));

        _time.Advance(TimeSpan.FromSeconds(1));
        pulses.Stalled().ShouldBeEmpty();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        pulses.Stalled().Select(p => p.Name).ShouldBe(["quick"]);
        quick.Beat();
        pulses.Stalled().ShouldBeEmpty();
        _time.Advance(TimeSpan.FromSeconds(10));
        pulses.Stalled().Select(p => p.Name).ShouldBe(["quick", "slow"]);
    }

    [Fact]
    public void A_loop_that_ended_on_purpose_is_not_waited_for()
    {
        var pulses = new Pulses(_time);
        pulses.Register("gone", TimeSpan.FromSeconds(1)).Dispose();

        _time.Advance(TimeSpan.FromHours(1));

        pulses.Stalled().ShouldBeEmpty();
    }
}
