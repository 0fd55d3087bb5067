using Bridge.Worker.Centre.Embedded;

namespace Bridge.Tests.Centre;

[Trait("Speed", "unit")]
public class HandedOverTests
{
    [Fact]
    public void Reading_on_from_the_cursor_moves_it()
    {
        var handed = new HandedOver(10);

        handed.Add(10, 20);
        handed.Add(15, 25);

        handed.Cursor.ShouldBe(25);
    }

    [Fact]
    public void A_consumer_that_begins_past_what_nobody_had_leaves_that_open()
    {
        var handed = new HandedOver(10);

        handed.Add(20, 30);

        handed.Cursor.ShouldBe(10);
        handed.Contains(15).ShouldBeFalse();
        handed.Contains(21).ShouldBeTrue();
    }

    [Fact]
    public void The_gap_closes_when_someone_reads_it()
    {
        var handed = new HandedOver(10);
        handed.Add(20, 30);
        handed.Add(40, 50);

        handed.Add(10, 20);
        handed.Cursor.ShouldBe(30);
        handed.Add(28, 41);

        handed.Cursor.ShouldBe(50);
    }

    [Fact]
    public void To_resume_after_a_number_is_to_say_that_all_before_is_known()
    {
        var handed = new HandedOver(10);

        handed.Claim(42);

        handed.Cursor.ShouldBe(42);
    }

    [Fact]
    public void The_cursor_never_falls()
    {
        var handed = new HandedOver(10);

        handed.Claim(3);
        handed.Add(0, 5);

        handed.Cursor.ShouldBe(10);
    }

    [Fact]
    public void However_many_consumers_begin_anew_the_account_stays_small_and_honest()
    {
        var handed = new HandedOver(0);

        for (var at = 10; at < 100_000; at += 10) handed.Add(at, at + 5);

        handed.Cursor.ShouldBe(0);
        handed.Contains(99_995).ShouldBeFalse("a span too many is forgotten, never invented");
    }
}
