using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Tests.Support;

namespace Bridge.Tests.Replies;

/// <summary>Receipts as they come: late, early, twice, over another link, in another notation, never.</summary>
[Trait("Speed", "rooms")]
public sealed class ReceiptTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(ReceiptIdFormat.Same, "0A1b", "A1B")]
    [InlineData(ReceiptIdFormat.Hex, "43981", "ABCD")]
    [InlineData(ReceiptIdFormat.Decimal, "ABCD", "0000043981")]
    public async Task Over_another_link_and_in_another_notation(ReceiptIdFormat format, string submitId, string receiptId)
    {
        await using var rooms = Rooms.Open(
            _folder,
            with: plan => plan with { Operators = [plan.Operators[0] with { ReceiptIdFormat = format }, plan.Operators[1]] });
        rooms.Links.Answer = (_, _) => ScriptedLinks.Taken(submitId);
        await TakenAsync(rooms);

        await rooms.ReceiptAsync(Receipts.Of(receiptId, MessageState.Delivered), link: "b");

        rooms.Events<ReplyDelivered>().Count.ShouldBe(1);
        await rooms.SettleAsync();
        rooms.Metrics.Seen.ShouldContain("receipt matched");
    }

    [Fact]
    public async Task What_is_on_its_way_is_no_news_and_what_the_operator_does_not_know_is_not_the_end()
    {
        await using var rooms = Rooms.Open(_folder);
        await TakenAsync(rooms);
        await rooms.ReceiptAsync(Receipts.Of("m1", MessageState.Enroute));
        await rooms.ReceiptAsync(Receipts.Of("m1", MessageState.Accepted));
        rooms.Events<ReplyFailed>().ShouldBeEmpty();

        await rooms.ReceiptAsync(Receipts.Of("m1", MessageState.Unknown));
        var doubt = rooms.Events<ReplyFailed>().ShouldHaveSingleItem();
        doubt.Final.ShouldBeFalse();
        doubt.State.ShouldBe("UNKNOWN");

        await rooms.ReceiptAsync(Receipts.Of("m1", MessageState.Delivered));
        rooms.Events<ReplyDelivered>().Count.ShouldBe(1);
        rooms.State.Read().UnconfirmedReports.ShouldBe(0);
    }

    [Fact]
    public async Task What_the_operator_never_knows_ends_as_unknown()
    {
        await using var rooms = Rooms.Open(_folder);
        await TakenAsync(rooms, TimeSpan.FromMinutes(1));
        await rooms.ReceiptAsync(Receipts.Of("m1", MessageState.Unknown));

        await rooms.PassUntilAsync(() => rooms.Events<ReplyFailed>().Count == 2);

        rooms.Events<ReplyFailed>()[1].Final.ShouldBeTrue();
        rooms.Events<ReplyFailed>()[1].State.ShouldBe("UNKNOWN");
    }

    [Fact]
    public async Task Delivered_after_the_end_is_counted_and_takes_nothing_back()
    {
        await using var rooms = Rooms.Open(_folder);
        await TakenAsync(rooms);
        await rooms.ReceiptAsync(Receipts.Of("m1", MessageState.Expired));
        rooms.Events<ReplyFailed>().ShouldHaveSingleItem().State.ShouldBe("EXPIRED");

        await rooms.ReceiptAsync(Receipts.Of("m1", MessageState.Delivered));
        await rooms.ReceiptAsync(Receipts.Of("m1", MessageState.Delivered));

        rooms.Events<ReplyDelivered>().ShouldBeEmpty();
        rooms.Events<ReplyFailed>().Count.ShouldBe(1);
        await rooms.SettleAsync();
        rooms.Metrics.Count("receipt late").ShouldBe(1);
        rooms.State.Read().UnconfirmedReports.ShouldBe(1);
    }

    [Fact]
    public async Task After_a_minute_the_centre_hears_that_it_is_not_delivered_yet()
    {
        await using var rooms = Rooms.Open(_folder);
        await TakenAsync(rooms);

        (await rooms.PassUntilAsync(() => rooms.Events<ReplyFailed>().Count > 0)).TotalSeconds.ShouldBeInRange(60, 61);
        await rooms.ReceiptAsync(Receipts.Of("m1", MessageState.Delivered));

        rooms.Events<ReplyFailed>().ShouldHaveSingleItem().Final.ShouldBeFalse();
        rooms.Events<ReplyDelivered>().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Off_means_no_such_word()
    {
        await using var rooms = Rooms.Open(_folder, with: plan => plan with { Replies = plan.Replies with { WarnAfter = null } });
        await TakenAsync(rooms, TimeSpan.FromMinutes(2));

        await rooms.PassUntilAsync(() => rooms.Events<ReplyFailed>().Count > 0);

        rooms.Events<ReplyFailed>()[0].Final.ShouldBeTrue();
    }

    private static async Task TakenAsync(Rooms rooms, TimeSpan? validFor = null)
    {
        await rooms.StartSendingAsync();
        await rooms.ConverseAsync(validFor: validFor);
        await rooms.EventAsync<ReplyAccepted>();
    }
}
