using Bridge.Protocol.Smpp;
using Bridge.Worker.Replies;
using Bridge.Worker.Store;
using Microsoft.Extensions.Time.Testing;
using static Bridge.Worker.Store.OutboundKind;

namespace Bridge.Tests.Replies;

[Trait("Speed", "unit")]
public class ReplyQueueTests
{
    private const string Harbour = "harbour-mobile";
    private const string Lion = "lion-fixed";

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);
    private static readonly DateTimeOffset Now = DateTimeOffset.Parse("2026-11-22T04:00:00Z");

    private readonly FakeTimeProvider _time = new(Now);
    private readonly ReplyQueue _queue;

    public ReplyQueueTests() => _queue = new ReplyQueue(_time);

    [Fact]
    public void Turns_go_by_kind_and_then_by_age()
    {
        Add(1, Activation, "a");
        Add(2, Information, "b");
        Add(3, Notice, "c");
        Add(4, Question, "d");
        Add(5, Confirmation, "e");
        Add(6, Confirmation, "f");
        Add(7, Information, "g");

        TakeAll(Harbour).ShouldBe([5, 6, 4, 3, 2, 7, 1]);
    }

    [Fact]
    public void Each_operator_has_its_own_turns()
    {
        Add(1, Confirmation, "a", Lion);
        Add(2, Information, "b");

        Take(Harbour)!.Row.ShouldBe(2);
        Take(Harbour).ShouldBeNull();
        Take(Lion)!.Row.ShouldBe(1);
    }

    [Fact]
    public void One_person_gets_texts_of_one_kind_in_their_order_also_over_two_operators()
    {
        Add(1, Question, "a");
        Add(2, Question, "a", Lion);

        Take(Lion).ShouldBeNull();
        var first = Take(Harbour)!;
        _queue.Rest(first, Rest);
        Take(Lion).ShouldBeNull();
        _queue.Wake(1);
        _queue.Remove(Take(Harbour)!);

        Take(Lion)!.Row.ShouldBe(2);
    }

    [Fact]
    public void What_matters_more_overtakes_and_what_matters_less_never_does()
    {
        Add(1, Information, "a");
        _queue.Rest(Take(Harbour)!, Rest);
        Add(2, Confirmation, "a");
        Add(3, Question, "a");

        // The confirmation need not wait for the information; the question does for the confirmation.
        var confirmation = Take(Harbour)!;
        confirmation.Row.ShouldBe(2);
        Take(Harbour).ShouldBeNull();
        _queue.Remove(confirmation);
        Take(Harbour)!.Row.ShouldBe(3);
    }

    [Fact]
    public void Once_the_centre_knows_of_the_trouble_its_next_text_does_not_wait_for_it()
    {
        Add(1, Confirmation, "a");
        Add(2, Confirmation, "a");
        _queue.Rest(Take(Harbour)!, Rest);
        Take(Harbour).ShouldBeNull();

        _queue.MarkTrouble(1);

        Take(Harbour)!.Row.ShouldBe(2);
        _queue.Wake(1);
        Take(Harbour).ShouldBeNull("never two of one kind to one person at once");
    }

    [Fact]
    public void A_person_who_cannot_be_reached_holds_up_nobody_else()
    {
        for (var row = 1; row <= 1_000; row++) Add(row, Confirmation, "stuck");
        Add(1_001, Activation, "b");
        _queue.Rest(Take(Harbour)!, Rest);

        Take(Harbour)!.Row.ShouldBe(1_001);
    }

    [Fact]
    public void What_comes_for_a_reply_in_hand_keeps_it_there_when_it_is_done()
    {
        Add(1, Confirmation, "a");
        var reply = Take(Harbour)!;
        _queue.Add(Reply(1, Confirmation, "a", Harbour));
        _queue.TakeToRoute(10).ShouldBeEmpty();

        _queue.Remove(reply);

        Take(Harbour).ShouldBe(reply);
        _queue.Remove(reply);
        Take(Harbour).ShouldBeNull();
        _queue.Waiting().ShouldBeEmpty();
    }

    [Fact]
    public void A_reply_moves_to_another_operators_line()
    {
        Add(1, Confirmation, "a");
        Add(2, Confirmation, "b");
        var moved = Take(Harbour)!;

        _queue.GiveBack(moved, Lion);

        _queue.Waiting().ShouldBe([(Harbour, Confirmation, 1, Now), (Lion, Confirmation, 1, Now)], ignoreOrder: true);
        Take(Lion).ShouldBe(moved);
        Take(Harbour)!.Row.ShouldBe(2);
    }

    [Fact]
    public void What_is_outlived_is_taken_but_not_out_of_a_hand()
    {
        Add(1, Confirmation, "a");
        Add(2, Confirmation, "b");
        Add(3, Confirmation, "c");
        var inHand = Take(Harbour)!;
        _queue.Rest(Take(Harbour)!, Rest);

        _queue.TakeExpired(Now.AddMinutes(30).AddTicks(-1)).ShouldBeEmpty();
        _queue.TakeExpired(Now.AddMinutes(30)).Select(reply => reply.Row).ShouldBe([2, 3], ignoreOrder: true);
        inHand.Row.ShouldBe(1);
        Take(Harbour).ShouldBeNull();
    }

    [Fact]
    public async Task Whoever_waits_for_a_turn_hears_of_the_first_reply_and_waits_again_after_the_last()
    {
        var ready = _queue.WhenReadyAsync(Harbour, CancellationToken.None);
        ready.IsCompleted.ShouldBeFalse();
        Add(1, Question, "a");
        await ready;

        Take(Harbour);

        _queue.WhenReadyAsync(Harbour, CancellationToken.None).IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task What_comes_again_while_it_waits_has_its_way_decided_again()
    {
        Add(1, Confirmation, "a");
        Add(2, Confirmation, "b");
        var asked = _queue.WhenToRouteAsync(CancellationToken.None);
        asked.IsCompleted.ShouldBeFalse();

        _queue.Add(Reply(2, Confirmation, "b", Harbour));

        await asked;
        var again = _queue.TakeToRoute(10).ShouldHaveSingleItem();
        again.Row.ShouldBe(2);
        _queue.WhenToRouteAsync(CancellationToken.None).IsCompleted.ShouldBeFalse();
        TakeAll(Harbour).ShouldBe([1], "it is in hand");
        _queue.GiveBack(again, Lion);
        Take(Lion).ShouldBe(again);
    }

    [Fact]
    public void A_rest_ends_by_the_clock_and_a_reply_that_is_not_due_begins_with_one()
    {
        Add(1, Confirmation, "a");
        _queue.Add(Reply(2, Confirmation, "b", Harbour) with { NotBefore = Now + Rest });
        _queue.Rest(Take(Harbour)!, Rest);
        Take(Harbour).ShouldBeNull();

        _time.Advance(Rest);

        TakeAll(Harbour).ShouldBe([1, 2]);
    }

    private static Reply Reply(long row, OutboundKind kind, string person, string operatorName) =>
        new(row, $"k{row}", null, null, operatorName, new Address(1, 1, person), kind, null, Now, Now.AddMinutes(30), null, Ended: false);

    private void Add(long row, OutboundKind kind, string person, string operatorName = Harbour) =>
        _queue.Add(Reply(row, kind, person, operatorName));

    private QueuedReply? Take(string operatorName) => _queue.Take(operatorName);

    private List<long> TakeAll(string operatorName)
    {
        List<long> rows = [];
        while (Take(operatorName) is { } reply)
        {
            rows.Add(reply.Row);
            _queue.Remove(reply);
        }

        return rows;
    }
}
