using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Tests.Support;

namespace Bridge.Tests.Replies;

/// <summary>The phone has no room: told to the centre at once, in its own words, and sent again while the reply is valid.</summary>
[Trait("Speed", "rooms")]
public sealed class InboxFullTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_receipt_that_says_so_is_told_at_once_and_the_part_goes_again_until_it_is_delivered(bool inWords)
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.StartSendingAsync();
        await rooms.ConverseAsync();
        await rooms.EventAsync<ReplyAccepted>();

        var told = rooms.Time.GetUtcNow();
        (await rooms.ReceiptAsync(inWords
            ? Receipts.InWords("m1", "UNDELIV", "208")
            : Receipts.Of("m1", MessageState.Undeliverable, Receipts.InboxFull))).ShouldBe(CommandStatus.Ok);

        var failed = (await rooms.EventAsync<ReplyFailed>());
        failed.Reason.ShouldBe("the recipient's inbox is full; still trying");
        failed.Final.ShouldBeFalse();
        failed.State.ShouldBe("UNDELIVERABLE");
        failed.NetworkError!.Code.ShouldBe(inWords ? 208 : 211);
        rooms.Time.GetUtcNow().ShouldBe(told);

        var wait = await rooms.PassUntilAsync(() => rooms.Links.Submitted.Count == 2);
        wait.TotalSeconds.ShouldBeGreaterThanOrEqualTo(48);
        await rooms.ReceiptAsync(Receipts.Of("m2", MessageState.Undeliverable, Receipts.InboxFull));
        var longer = await rooms.PassUntilAsync(() => rooms.Links.Submitted.Count == 3);
        longer.TotalSeconds.ShouldBeGreaterThanOrEqualTo(96);
        await rooms.StillAsync();
        await rooms.ReceiptAsync(Receipts.Of("m3", MessageState.Delivered));

        // What was not delivered was not delivered: no duplicate. And it was accepted once.
        (await rooms.EventAsync<ReplyDelivered>()).PossibleDuplicate.ShouldBeFalse();
        rooms.Events<ReplyAccepted>().Count.ShouldBe(1);
        rooms.Events<ReplyFailed>().Count.ShouldBe(1);
        rooms.State.Read().UnconfirmedReports.ShouldBe(0);
        await rooms.SettleAsync();
        rooms.Metrics.Of("confirmation").ShouldBe(["confirmation accepted", "confirmation delivered"]);
    }

    [Fact]
    public async Task Of_a_long_reply_only_the_part_that_came_back_goes_again()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.StartSendingAsync();
        await rooms.ConverseAsync(new string('警', 100));
        await rooms.EventAsync<ReplyAccepted>();
        await rooms.ReceiptAsync(Receipts.Of("m1", MessageState.Delivered));
        await rooms.ReceiptAsync(Receipts.Of("m2", MessageState.Undeliverable, Receipts.InboxFull));

        await rooms.PassUntilAsync(() => rooms.Links.Submitted.Count == 3);

        // With its old reference, so that the phone puts it to the half that it has.
        rooms.Links.Submitted[2].ShortMessage.ToArray().ShouldBe(rooms.Links.Submitted[1].ShortMessage.ToArray());
        await rooms.StillAsync();
        await rooms.ReceiptAsync(Receipts.Of("m3", MessageState.Delivered));
        await rooms.EventAsync<ReplyDelivered>();
    }

    [Fact]
    public async Task It_ends_with_the_validity_and_says_why()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.StartSendingAsync();
        await rooms.ConverseAsync(validFor: TimeSpan.FromMinutes(10));
        await rooms.EventAsync<ReplyAccepted>();

        var taken = 0;
        var passed = await rooms.PassUntilAsync(() =>
        {
            while (taken < rooms.Links.Submitted.Count)
            {
                rooms.ReceiptAsync(Receipts.Of($"m{++taken}", MessageState.Undeliverable, Receipts.InboxFull)).GetAwaiter().GetResult();
            }

            return Finals(rooms).Any();
        });

        passed.ShouldBeLessThanOrEqualTo(TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(1));
        var end = Finals(rooms).ShouldHaveSingleItem();
        end.Reason.ShouldStartWith("the recipient's inbox is full");
        end.State.ShouldBe("UNDELIVERABLE");
        end.NetworkError!.Code.ShouldBe(211);
        rooms.Links.Submitted.Count.ShouldBeInRange(4, 5);
        rooms.State.Read().UnconfirmedReports.ShouldBe(1);
    }

    [Fact]
    public async Task The_rest_is_kept_over_a_restart()
    {
        await using (var before = Rooms.Open(_folder))
        {
            await before.StartSendingAsync();
            await before.ConverseAsync();
            await before.EventAsync<ReplyAccepted>();
            await before.ReceiptAsync(Receipts.Of("m1", MessageState.Undeliverable, Receipts.InboxFull));
        }

        await using var rooms = Rooms.Open(_folder);
        await rooms.StartSendingAsync();

        (await rooms.PassUntilAsync(() => rooms.Links.Submitted.Count > 0)).TotalSeconds.ShouldBeGreaterThanOrEqualTo(48);
    }

    [Fact]
    public async Task An_answer_that_says_so_holds_up_nobody_else()
    {
        await using var rooms = Rooms.Open(_folder);
        rooms.Links.Window = 1;
        rooms.Links.Answer = (n, submit) =>
            submit.Destination.Value == "91234567" ? ScriptedLinks.Refused(CommandStatus.MsgQFul) : ScriptedLinks.Taken($"m{n}");
        await rooms.StartSendingAsync();
        await rooms.ConverseAsync();
        var failed = await rooms.EventAsync<ReplyFailed>();
        failed.Reason.ShouldStartWith("the recipient's inbox is full");
        failed.Final.ShouldBeFalse();

        await rooms.ConverseAsync(from: "98765432", id: "k2");

        (await rooms.EventAsync<ReplyAccepted>()).CommandId.ShouldBe("k2");
        await rooms.ReceiptAsync(Receipts.Of("m2", MessageState.Delivered));
        rooms.Events<ReplyDelivered>().Count.ShouldBe(1);
    }

    private static IEnumerable<ReplyFailed> Finals(Rooms rooms) =>
        rooms.Events<ReplyFailed>().Where(failed => failed.Final);
}
