using Bridge.Worker.Telemetry;
using Microsoft.Extensions.Time.Testing;

namespace Bridge.Tests.Telemetry;

public sealed class HeartbeatTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_loop_is_stalled_once_it_is_later_than_it_promised()
    {
        var heartbeats = new Heartbeats(_time);
        var quick = heartbeats.Register("quick", TimeSpan.FromSeconds(1));
        heartbeats.Register("slow", TimeSpan.FromSeconds(10));

        _time.Advance(TimeSpan.FromSeconds(1));
        heartbeats.Stalled().ShouldBeEmpty();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        heartbeats.Stalled().Select(p => p.Name).ShouldBe(["quick"]);
        quick.Beat();
        heartbeats.Stalled().ShouldBeEmpty();
        _time.Advance(TimeSpan.FromSeconds(10));
        heartbeats.Stalled().Select(p => p.Name).ShouldBe(["quick", "slow"]);
    }

    [Fact]
    public void A_loop_that_ended_on_purpose_is_not_waited_for()
    {
        var heartbeats = new Heartbeats(_time);
        heartbeats.Register("gone", TimeSpan.FromSeconds(1)).Dispose();

        _time.Advance(TimeSpan.FromHours(1));

        heartbeats.Stalled().ShouldBeEmpty();
    }
}
