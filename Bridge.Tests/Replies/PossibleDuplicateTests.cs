using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Tests.Support;

namespace Bridge.Tests.Replies;

/// <summary>A submit whose answer was lost is sent again, and the centre is told that the person may read it twice.</summary>
[Trait("Speed", "rooms")]
public sealed class PossibleDuplicateTests : IDisposable
{
    private static readonly RequestOutcome NoAnswer = new(RequestResult.TimedOut, null);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(RequestResult.TimedOut, true)]
    [InlineData(RequestResult.SessionLost, true)]
    [InlineData(RequestResult.NotWritten, false)]
    public async Task What_was_written_without_an_answer_is_marked_and_what_surely_was_not_is_not(RequestResult first, bool possible)
    {
        await using var rooms = Rooms.Open(_folder);
        rooms.Links.Answer = (n, _) => n == 1 ? new RequestOutcome(first, null) : ScriptedLinks.Taken($"m{n}");
        await rooms.StartSendingAsync();
        await rooms.ConverseAsync();

        await rooms.PassUntilAsync(() => rooms.Links.Submitted.Count == 2);

        (await rooms.EventAsync<ReplyAccepted>()).PossibleDuplicate.ShouldBe(possible);
        await rooms.ReceiptAsync(Receipts.Of("m2", MessageState.Delivered));
        (await rooms.EventAsync<ReplyDelivered>()).PossibleDuplicate.ShouldBe(possible);
    }

    [Fact]
    public async Task A_refusal_is_no_duplicate()
    {
        await using var rooms = Rooms.Open(_folder);
        rooms.Links.Answer = (n, _) => n == 1 ? ScriptedLinks.Refused(CommandStatus.SysErr) : ScriptedLinks.Taken($"m{n}");
        await rooms.StartSendingAsync();
        await rooms.ConverseAsync();

        await rooms.PassUntilAsync(() => rooms.Links.Submitted.Count == 2);

        (await rooms.EventAsync<ReplyAccepted>()).PossibleDuplicate.ShouldBeFalse();
    }

    [Fact]
    public async Task A_daemon_killed_between_the_write_and_the_answer_knows_of_the_write_afterwards()
    {
        var written = new TaskCompletionSource();
        await using (var before = Rooms.Open(_folder))
        {
            before.Links.AnswerAsync = (_, _) =>
            {
                written.SetResult();
                return new TaskCompletionSource<RequestOutcome>().Task;
            };
            await before.StartSendingAsync();
            await before.ConverseAsync();
            await written.Task;
        }

        await using var after = Rooms.Open(_folder);
        await after.StartSendingAsync();

        (await after.EventAsync<ReplyAccepted>()).PossibleDuplicate.ShouldBeTrue();
        after.Links.Submitted.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_late_answer_spares_the_second_try()
    {
        var late = new TaskCompletionSource<Pdu>();
        await using var rooms = Rooms.Open(_folder);
        rooms.Links.Answer = (_, _) => NoAnswer with { Late = late.Task };
        await rooms.StartSendingAsync();
        await rooms.ConverseAsync();
        await Eventually.TrueAsync(() => rooms.Links.Submitted.Count == 1 && rooms.Queue.InHand == 0, "the submit has timed out");

        late.SetResult(new SubmitSmResp { MessageId = "m1" });

        (await rooms.EventAsync<ReplyAccepted>()).PossibleDuplicate.ShouldBeFalse();
        rooms.Time.Advance(TimeSpan.FromMinutes(5));
        await rooms.StillAsync();
        await rooms.ReceiptAsync(Receipts.Of("m1", MessageState.Delivered));
        await rooms.EventAsync<ReplyDelivered>();
        rooms.Links.Submitted.Count.ShouldBe(1);
        rooms.Queue.Waiting().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("first", MessageState.Delivered, null)]
    [InlineData("m2", MessageState.Delivered, null)]
    [InlineData("first", MessageState.Delivered, MessageState.Rejected)]
    public async Task A_receipt_for_either_try_delivers_the_part(string of, MessageState state, MessageState? other)
    {
        var late = new TaskCompletionSource<Pdu>();
        await using var rooms = Rooms.Open(_folder);
        rooms.Links.Answer = (n, _) => n == 1 ? NoAnswer with { Late = late.Task } : ScriptedLinks.Taken($"m{n}");
        await rooms.StartSendingAsync();
        await rooms.ConverseAsync();
        await rooms.PassUntilAsync(() => rooms.Links.Submitted.Count == 2);
        await rooms.EventAsync<ReplyAccepted>();

        // The answer to the first try comes after the second was taken, its receipt before that even.
        if (other is { } unlucky) await rooms.ReceiptAsync(Receipts.Of("first", state));
        late.SetResult(new SubmitSmResp { MessageId = "first" });
        await Eventually.TrueAsync(
            async () => await rooms.Writer.RunAsync(t => t.Submits.ByMessage(TestPlan.Mobile, "first") is not null, default),
            "the late answer is noted");
        if (other is { } rejected) await rooms.ReceiptAsync(Receipts.Of("m2", rejected));
        else await rooms.ReceiptAsync(Receipts.Of(of, state));

        (await rooms.EventAsync<ReplyDelivered>()).PossibleDuplicate.ShouldBeTrue();
        rooms.Events<ReplyFailed>().ShouldBeEmpty();
        rooms.State.Read().UnconfirmedReports.ShouldBe(0);
    }

    [Fact]
    public async Task One_try_that_fails_is_no_end_while_the_other_may_be_delivered()
    {
        var late = new TaskCompletionSource<Pdu>();
        await using var rooms = Rooms.Open(_folder);
        rooms.Links.Answer = (n, _) => n == 1 ? NoAnswer with { Late = late.Task } : ScriptedLinks.Taken($"m{n}");
        await rooms.StartSendingAsync();
        await rooms.ConverseAsync();
        await rooms.PassUntilAsync(() => rooms.Links.Submitted.Count == 2);
        await rooms.EventAsync<ReplyAccepted>();
        late.SetResult(new SubmitSmResp { MessageId = "first" });
        await Eventually.TrueAsync(
            async () => await rooms.Writer.RunAsync(t => t.Submits.ByMessage(TestPlan.Mobile, "first") is not null, default),
            "the late answer is noted");

        await rooms.ReceiptAsync(Receipts.Of("m2", MessageState.Rejected));
        rooms.Events<ReplyFailed>().ShouldBeEmpty();
        await rooms.ReceiptAsync(Receipts.Of("first", MessageState.Rejected));

        rooms.Events<ReplyFailed>().ShouldHaveSingleItem().Final.ShouldBeTrue();
    }

    [Fact]
    public async Task Two_submits_of_one_part_are_never_on_their_way_at_once()
    {
        var open = new TaskCompletionSource<RequestOutcome>();
        await using var rooms = Rooms.Open(_folder);
        rooms.Links.AnswerAsync = (_, _) => open.Task;
        await rooms.StartSendingAsync();
        await rooms.ConverseAsync(new string('警', 200));
        await Eventually.TrueAsync(() => rooms.Links.Submitted.Count == 1, "the first part is written");

        for (var second = 0; second < 100; second++)
        {
            rooms.Time.Advance(TimeSpan.FromSeconds(1));
            await rooms.Deadlines.TurnAsync(default);
        }

        rooms.Links.Submitted.Count.ShouldBe(1);
        open.SetResult(ScriptedLinks.Taken("m1"));
        await rooms.EventAsync<ReplyAccepted>();
        rooms.Links.Submitted.Count.ShouldBe(3);
    }
}
