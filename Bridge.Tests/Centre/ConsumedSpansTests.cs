using Bridge.Worker.Centre.Embedded;

namespace Bridge.Tests.Centre;

[Trait("Speed", "unit")]
public class ConsumedSpansTests
{
    [Fact]
    public void Reading_on_from_the_cursor_moves_it()
    {
        var consumed = new ConsumedSpans(10);

        consumed.Add(10, 20);
        consumed.Add(15, 25);

        consumed.Cursor.ShouldBe(25);
    }

    [Fact]
    public void A_consumer_that_begins_past_what_nobody_had_leaves_that_open()
    {
        var consumed = new ConsumedSpans(10);

        consumed.Add(20, 30);

        consumed.Cursor.ShouldBe(10);
        consumed.Contains(15).ShouldBeFalse();
        consumed.Contains(21).ShouldBeTrue();
    }

    [Fact]
    public void The_gap_closes_when_someone_reads_it()
    {
        var consumed = new ConsumedSpans(10);
        consumed.Add(20, 30);
        consumed.Add(40, 50);

        consumed.Add(10, 20);
        consumed.Cursor.ShouldBe(30);
        consumed.Add(28, 41);

        consumed.Cursor.ShouldBe(50);
    }

    [Fact]
    public void To_resume_after_a_number_is_to_say_that_all_before_is_known()
    {
        var consumed = new ConsumedSpans(10);

        consumed.AddUpTo(42);

        consumed.Cursor.ShouldBe(42);
    }

    [Fact]
    public void The_cursor_never_falls()
    {
        var consumed = new ConsumedSpans(10);

        consumed.AddUpTo(3);
        consumed.Add(0, 5);

        consumed.Cursor.ShouldBe(10);
    }

    [Fact]
    public void However_many_consumers_begin_anew_the_account_stays_small_and_honest()
    {
        var consumed = new ConsumedSpans(0);

        for (var at = 10; at < 100_000; at += 10) consumed.Add(at, at + 5);

        consumed.Cursor.ShouldBe(0);
        consumed.Contains(99_995).ShouldBeFalse("a span too many is forgotten, never invented");
    }
}
