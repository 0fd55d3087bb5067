using Bridge.Tests.Support;
using Bridge.Worker.Reports;
using Bridge.Worker.Store;

namespace Bridge.Tests.Reports;

[Trait("Speed", "unit")]
public sealed class PathRuleTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly SetClock _clock = new(DateTimeOffset.Parse("2026-11-22T04:00:00Z"));
    private readonly PathRule _rule;

    public PathRuleTests()
    {
        var plan = TestPlan.Create("unused.db");
        _rule = new PathRule(plan with { Operators = [plan.Operators[0] with { Heartbeat = Interval }, plan.Operators[1]] }, _clock);
    }

    [Fact]
    public void Silence_is_spoken_of_once_after_twice_the_interval_and_its_end_once()
    {
        Look(null).ShouldBeEmpty();
        _clock.Advance(2 * Interval);
        Look(null).ShouldBeEmpty();
        _clock.Advance(TimeSpan.FromSeconds(1));
        Look(null).ShouldBe([true]);
        _clock.Advance(Interval);
        Look(null).ShouldBeEmpty();
        _rule.SilentPaths().ShouldBe([(TestPlan.Mobile, "in", (3 * Interval) + TimeSpan.FromSeconds(1))]);

        Look(_clock.GetUtcNow()).ShouldBe([false]);
        _rule.SilentPaths().ShouldBeEmpty();
    }

    [Fact]
    public void A_restart_gives_an_old_proof_its_time_again()
    {
        var old = _clock.GetUtcNow() - TimeSpan.FromDays(1);
        Look(old).ShouldBeEmpty();
        _clock.Advance(2 * Interval);
        Look(old).ShouldBeEmpty();
        _clock.Advance(TimeSpan.FromSeconds(1));
        Look(old).ShouldBe([true]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void A_wall_clock_that_is_set_is_no_silence_and_hides_none(int hours)
    {
        var proved = _clock.GetUtcNow();
        Look(proved).ShouldBeEmpty();
        _clock.SetBy(TimeSpan.FromHours(hours));
        Look(proved).ShouldBeEmpty();
        _clock.Advance(2 * Interval + TimeSpan.FromSeconds(1));
        Look(proved).ShouldBe([true]);
        Look(_clock.GetUtcNow()).ShouldBe([false]);
    }

    [Fact]
    public void An_operator_without_heartbeats_is_never_silent()
    {
        _rule.Update([new PathProof(TestPlan.Fixed, PathProof.In, _clock.GetUtcNow())]);
        _clock.Advance(TimeSpan.FromDays(1));
        _rule.Update([new PathProof(TestPlan.Fixed, PathProof.In, _clock.GetUtcNow() - TimeSpan.FromDays(1))]).ShouldBeEmpty();
    }

    private List<bool> Look(DateTimeOffset? provedAt) =>
        [.. _rule.Update([new PathProof(TestPlan.Mobile, PathProof.In, provedAt)]).Select(changed => changed.Silent)];
}
