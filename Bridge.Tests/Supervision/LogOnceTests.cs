using Bridge.Worker.Supervision;
using Microsoft.Extensions.Time.Testing;

namespace Bridge.Tests.Supervision;

[Trait("Speed", "unit")]
public sealed class LogOnceTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_thing_is_due_when_it_is_new_and_again_after_the_interval()
    {
        var lines = new LogOnce<string>(TimeSpan.FromHours(1), _time);

        lines.IsDue("down").ShouldBeTrue();
        _time.Advance(TimeSpan.FromMinutes(59));
        lines.IsDue("down").ShouldBeFalse();
        _time.Advance(TimeSpan.FromMinutes(1));
        lines.IsDue("down").ShouldBeTrue();
        _time.Advance(TimeSpan.FromMinutes(1));
        lines.IsDue("down").ShouldBeFalse();
    }

    [Fact]
    public void Another_thing_is_due_by_itself_and_two_that_take_turns_do_not_fill_the_log()
    {
        var lines = new LogOnce<string>(TimeSpan.FromHours(1), _time);

        lines.IsDue("down").ShouldBeTrue();
        lines.IsDue("refused").ShouldBeTrue();
        lines.IsDue("down").ShouldBeFalse();
        lines.IsDue("refused").ShouldBeFalse();
    }

    [Fact]
    public void A_line_tells_how_often_its_own_thing_came_since_the_last_one()
    {
        var lines = new LogOnce<string>(TimeSpan.FromMinutes(1), _time);

        lines.IsDue("down", out var suppressed).ShouldBeTrue();
        suppressed.ShouldBe(0);
        for (var i = 0; i < 3; i++) lines.IsDue("down").ShouldBeFalse();
        lines.IsDue("refused", out suppressed).ShouldBeTrue();
        suppressed.ShouldBe(0);
        _time.Advance(TimeSpan.FromMinutes(1));
        lines.IsDue("down", out suppressed).ShouldBeTrue();
        suppressed.ShouldBe(3);
        _time.Advance(TimeSpan.FromMinutes(1));
        lines.IsDue("down", out suppressed).ShouldBeTrue();
        suppressed.ShouldBe(0);
    }

    [Fact]
    public void After_it_works_again_everything_is_new()
    {
        var lines = new LogOnce<string>(TimeSpan.MaxValue, _time);

        lines.Clear().ShouldBeFalse();
        lines.IsDue("down").ShouldBeTrue();
        _time.Advance(TimeSpan.FromDays(365));
        lines.IsDue("down").ShouldBeFalse();
        lines.Clear().ShouldBeTrue();
        lines.IsDue("down", out var suppressed).ShouldBeTrue();
        suppressed.ShouldBe(0);
    }

    [Fact]
    public void A_peer_that_makes_up_things_cannot_make_the_daemon_remember_them_all()
    {
        var lines = new LogOnce<int>(TimeSpan.FromMinutes(1), _time);

        for (var i = 0; i <= 1_000; i++) lines.IsDue(i).ShouldBeTrue();

        lines.IsDue(1_000).ShouldBeFalse();
        lines.IsDue(0).ShouldBeTrue();
    }
}
