using System.Text;
using Bridge.Simulator.Load;

namespace Bridge.Tests.Simulator;

[Trait("Speed", "unit")]
public class AuditTests
{
    private static readonly LoadTexts Texts = new("test01", senders: 3, longShare: 0);

    [Fact]
    public void A_run_in_which_every_answered_text_came_out_once_in_order_is_sound()
    {
        var audit = Answered(9);

        for (var text = 0; text < 9; text++) See(audit, text, $"e{text}").ShouldBe(Sighting.First);

        audit.GetVerdict().Sound.ShouldBeTrue();
        audit.Missing.ShouldBe(0);
    }

    [Fact]
    public void Planted_losses_are_found_by_their_numbers()
    {
        var audit = Answered(50);
        int[] lost = [7, 8, 31];

        foreach (var text in Enumerable.Range(0, 50).Except(lost)) See(audit, text, $"e{text}");

        var verdict = audit.GetVerdict();
        verdict.Lost.First.ShouldBe(lost);
        verdict.Lost.Count.ShouldBe(3);
        verdict.Sound.ShouldBeFalse();
        audit.Missing.ShouldBe(3);
    }

    [Fact]
    public void A_second_event_id_for_one_text_is_a_double()
    {
        var audit = Answered(3);
        for (var text = 0; text < 3; text++) See(audit, text, $"e{text}");

        See(audit, 1, "another").ShouldBe(Sighting.Doubled);

        audit.GetVerdict().Doubled.First.ShouldBe([1]);
    }

    [Fact]
    public void The_same_event_id_again_is_a_redelivery_and_no_double()
    {
        var audit = Answered(2);
        See(audit, 0, "e0");
        See(audit, 1, "e1");

        See(audit, 0, "e0").ShouldBe(Sighting.Redelivered);

        var verdict = audit.GetVerdict();
        verdict.Redelivered.ShouldBe(1);
        verdict.Sound.ShouldBeTrue();
    }

    [Fact]
    public void An_event_id_shared_by_two_texts_loses_the_second_to_every_consumer_that_remembers_ids()
    {
        var audit = Answered(2);
        See(audit, 0, "e0");

        See(audit, 1, "e0").ShouldBe(Sighting.SharedId);

        var verdict = audit.GetVerdict();
        verdict.SharedIds.First.ShouldBe([1]);
        verdict.Lost.First.ShouldBe([1]);
    }

    [Fact]
    public void Order_is_kept_for_each_sender_apart()
    {
        var audit = Answered(9);

        // Senders 0, 1 and 2 have texts 0 3 6, 1 4 7 and 2 5 8. Only sender 1's are turned round.
        foreach (var text in new[] { 2, 0, 5, 4, 1, 8, 3, 6, 7 }) See(audit, text, $"e{text}");

        audit.GetVerdict().OutOfOrder.First.ShouldBe([1]);
    }

    [Fact]
    public void A_text_that_comes_out_with_another_character_is_garbled()
    {
        var audit = Answered(1);
        var text = Encoding.UTF8.GetBytes(Texts.TextOf(0).Replace('，', '?'));

        audit.RecordSeen("e0", text, complete: true, amended: false);

        audit.GetVerdict().Garbled.First.ShouldBe([0]);
    }

    [Fact]
    public void A_text_released_incomplete_is_lost_until_its_amendment_brings_the_whole()
    {
        var audit = Answered(1);
        var incomplete = Encoding.UTF8.GetBytes(Texts.TextOf(0) + "[2/3 missing]");
        audit.RecordSeen("e0", incomplete, complete: false, amended: false).Sighting.ShouldBe(Sighting.Incomplete);
        audit.GetVerdict().Lost.Count.ShouldBe(1);

        audit.RecordSeen("e1", Encoding.UTF8.GetBytes(Texts.TextOf(0)), complete: true, amended: true).Sighting.ShouldBe(Sighting.First);

        var verdict = audit.GetVerdict();
        verdict.Sound.ShouldBeTrue();
        verdict.ReleasedIncomplete.ShouldBe(1);
    }

    [Fact]
    public void An_event_that_overtakes_the_answer_counts_all_the_same()
    {
        var audit = new Audit(Texts, expected: 1);
        audit.MarkSent(0, at: 42);

        audit.RecordSeen("e0", Encoding.UTF8.GetBytes(Texts.TextOf(0)), complete: true, amended: false).ShouldBe((Sighting.First, 0, 42));
        audit.GetVerdict().Unanswered.ShouldBe(1);
        audit.MarkAnswered(0);

        audit.Missing.ShouldBe(0);
        audit.GetVerdict().Sound.ShouldBeTrue();
    }

    [Fact]
    public void Texts_of_other_runs_and_of_people_are_foreign()
    {
        var audit = Answered(1);

        foreach (var text in (string[])[new LoadTexts("other1", 3, 0).TextOf(0), "我在上環", Texts.TextOf(77)])
        {
            audit.RecordSeen("x", Encoding.UTF8.GetBytes(text), complete: true, amended: false).Sighting.ShouldBe(Sighting.Foreign);
        }

        audit.GetVerdict().Lost.Count.ShouldBe(1);
    }

    private static Audit Answered(int count)
    {
        var audit = new Audit(Texts, count);
        for (var text = 0; text < count; text++)
        {
            audit.MarkSent(text, at: 0);
            audit.MarkAnswered(text);
        }

        return audit;
    }

    private static Sighting See(Audit audit, int text, string id) =>
        audit.RecordSeen(id, Encoding.UTF8.GetBytes(Texts.TextOf(text)), complete: true, amended: false).Sighting;
}
