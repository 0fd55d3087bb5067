using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Tests.Replies;
using Bridge.Tests.Support;
using Bridge.Worker.Registry;
using Bridge.Worker.Store;

namespace Bridge.Tests.Registry;

/// <summary>The way from registered to active.</summary>
[Trait("Speed", "rooms")]
public sealed class ActivationTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("zh-Hant", "992 緊急短訊求助服務已為 {name}（85291234567）啟動。登記住址：上環皇后大道中 1 號。切勿試用或回覆；如資料有誤，請聯絡登記機構。")]
    [InlineData("zh-Hans", "992 紧急短信求助服务已为 {name}（85291234567）启动。登记住址：上環皇后大道中 1 號。切勿试用或回复；如资料有误，请联络登记机构。")]
    public async Task The_text_shows_the_data_in_the_persons_language_and_activates_when_it_is_delivered(string language, string wording)
    {
        await using var rooms = RegistryFixture.Open(_folder);
        await rooms.StartSendingAsync();

        // A name that looks like a placeholder stays as it is.
        await rooms.PutAsync(RegistryFixture.Put("p1", name: "陳{address}") with { Language = language });
        await rooms.TextedAsync();

        string.Concat(rooms.Sent()).ShouldBe(wording.Replace("{name}", "陳{address}", StringComparison.Ordinal));
        rooms.Links.Submitted.ShouldAllBe(submit => submit.Destination == new Address(1, 1, RegistryFixture.Chan));
        rooms.Registry.Find(RegistryFixture.Chan)!.State.ShouldBe(RegistrationState.Pending);
        rooms.Events<RegistrationActivated>().ShouldBeEmpty();

        await DeliveredAsync(rooms);

        var activated = await rooms.EventAsync<RegistrationActivated>();
        activated.Msisdn.ShouldBe(RegistryFixture.Chan);
        activated.Reason.ShouldBe("the activation text was delivered");
        rooms.Registry.Find(RegistryFixture.Chan)!.State.ShouldBe(RegistrationState.Active);
    }

    [Fact]
    public async Task It_goes_through_the_operator_of_the_registration()
    {
        await using var rooms = RegistryFixture.Open(_folder);
        await rooms.PutAsync(RegistryFixture.Put("p1") with { Operator = TestPlan.Fixed });
        await rooms.TurnAsync();

        var reply = (await rooms.OpenRepliesAsync()).ShouldHaveSingleItem();
        reply.Operator.ShouldBe(TestPlan.Fixed);
        (reply.ValidUntil - rooms.Time.GetUtcNow()).ShouldBe(rooms.Plan.ActivateWithin);
    }

    [Fact]
    public async Task Where_an_operator_gives_no_receipts_taking_the_text_activates()
    {
        await using var rooms = RegistryFixture.Open(_folder, receipts: false);
        await rooms.StartSendingAsync();
        await rooms.PutAsync(RegistryFixture.Put("p1"));
        await rooms.TurnAsync();

        (await rooms.EventAsync<RegistrationActivated>()).Reason.ShouldContain("no receipts");
    }

    [Theory]
    [InlineData(false, true, "registered without an activation text")]
    [InlineData(true, false, "activation texts are turned off")]
    public async Task Without_a_text_it_is_active_at_once_and_says_why(bool notify, bool textsOn, string reason)
    {
        await using var rooms = RegistryFixture.Open(_folder, texts: textsOn);

        await rooms.PutAsync(RegistryFixture.Put("p1") with { Notify = notify });
        await rooms.TurnAsync();

        rooms.Events<RegistrationActivated>().ShouldHaveSingleItem().Reason.ShouldBe(reason);
        rooms.Registry.Find(RegistryFixture.Chan)!.State.ShouldBe(RegistrationState.Active);
        (await rooms.OpenRepliesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Texts_that_are_turned_off_while_somebody_waits_activate_too()
    {
        await using (var before = RegistryFixture.Open(_folder)) await before.PutAsync(RegistryFixture.Put("p1"));

        await using var rooms = RegistryFixture.Open(_folder, texts: false);
        await rooms.TurnAsync();

        rooms.Events<RegistrationActivated>().ShouldHaveSingleItem().Reason.ShouldBe(ActivationTexts.TurnedOff);
    }

    [Fact]
    public async Task The_same_registration_again_sends_no_second_text()
    {
        await using var rooms = RegistryFixture.Open(_folder, receipts: false);
        await rooms.StartSendingAsync();
        await rooms.PutAsync(RegistryFixture.Put("p1"));
        await rooms.PutAsync(RegistryFixture.Put("p2"));
        await rooms.TurnAsync();
        await rooms.EventAsync<RegistrationActivated>();

        await rooms.PutAsync(RegistryFixture.Put("p3"));
        await rooms.PutAsync(RegistryFixture.Put("p4") with { Notify = false });
        await rooms.TurnAsync();

        rooms.Events<RegistrationActivated>().ShouldHaveSingleItem();
        (await RepliesAsync(rooms)).ShouldBe(1);

        // Anything else is news to the person.
        await rooms.PutAsync(RegistryFixture.Put("p5") with { Contacts = [] });
        await rooms.TurnAsync();
        await rooms.EventAsync<RegistrationActivated>(count: 2);
    }

    [Fact]
    public async Task What_is_not_delivered_in_time_is_told_once_and_a_later_delivery_still_activates()
    {
        await using var rooms = RegistryFixture.Open(_folder);
        await rooms.StartSendingAsync();
        await rooms.PutAsync(RegistryFixture.Put("p1"));
        await rooms.TextedAsync();

        rooms.Time.Advance(rooms.Plan.ActivateWithin - TimeSpan.FromMilliseconds(1));
        await rooms.TurnAsync();
        rooms.Events<RegistrationFailed>().ShouldBeEmpty();

        rooms.Time.Advance(TimeSpan.FromMilliseconds(1));
        await rooms.TurnAsync();
        await rooms.TurnAsync();
        var failed = rooms.Events<RegistrationFailed>().ShouldHaveSingleItem();
        failed.Msisdn.ShouldBe(RegistryFixture.Chan);
        failed.Reason.ShouldBe("the activation text was not delivered in time");
        rooms.Registry.Find(RegistryFixture.Chan)!.State.ShouldBe(RegistrationState.Failed);

        // The reply's own deadline comes later, and that is no second failure.
        for (var turns = 0; (await rooms.OpenRepliesAsync()).Count > 0; turns++)
        {
            turns.ShouldBeLessThan(60);
            rooms.Time.Advance(TimeSpan.FromSeconds(5));
            await rooms.Deadlines.TurnAsync(default);
        }

        rooms.Events<RegistrationFailed>().ShouldHaveSingleItem();

        await DeliveredAsync(rooms);
        (await rooms.EventAsync<RegistrationActivated>()).Msisdn.ShouldBe(RegistryFixture.Chan);
        rooms.Registry.Find(RegistryFixture.Chan)!.State.ShouldBe(RegistrationState.Active);
    }

    [Fact]
    public async Task A_refusal_is_told_at_once_and_the_same_registration_again_tries_again()
    {
        await using var rooms = RegistryFixture.Open(_folder, receipts: false);
        rooms.Links.Answer = (n, _) => n == 1 ? ScriptedLinks.Refused(CommandStatus.InvDstAdr) : ScriptedLinks.Taken($"m{n}");
        await rooms.StartSendingAsync();
        await rooms.PutAsync(RegistryFixture.Put("p1"));
        await rooms.TurnAsync();
        (await rooms.EventAsync<RegistrationFailed>()).Reason.ShouldContain("ESME_RINVDSTADR");

        await rooms.PutAsync(RegistryFixture.Put("p2"));
        await rooms.TurnAsync();

        await rooms.EventAsync<RegistrationActivated>();
        rooms.Events<RegistrationFailed>().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_text_of_a_replaced_or_removed_registration_is_not_sent_and_does_not_activate()
    {
        await using var rooms = RegistryFixture.Open(_folder);
        await rooms.PutAsync(RegistryFixture.Put("p1"));
        await rooms.TurnAsync();
        await rooms.PutAsync(RegistryFixture.Put("p2", name: "李小玲"));
        await rooms.PutAsync(RegistryFixture.Put("p3", "85298888888"));
        await rooms.TurnAsync();
        await rooms.ExecuteAsync(new RegistrationRemove("r1", "85298888888"));

        await rooms.StartSendingAsync();
        await Eventually.TrueAsync(() => rooms.Registry.Find(RegistryFixture.Chan)!.TextedAt is not null, "the text was taken");

        string.Concat(rooms.Sent()).ShouldContain("李小玲");
        string.Concat(rooms.Sent()).ShouldNotContain("陳大明");
    }

    [Fact]
    public async Task A_receipt_for_a_former_owners_text_does_not_activate_the_new_ones()
    {
        await using var rooms = RegistryFixture.Open(_folder);
        await rooms.StartSendingAsync();
        await rooms.PutAsync(RegistryFixture.Put("p1"));
        await rooms.TextedAsync();
        await rooms.PutAsync(RegistryFixture.Put("p2", name: "李小玲"));

        await DeliveredAsync(rooms);

        rooms.Events<RegistrationActivated>().ShouldBeEmpty();
        rooms.Registry.Find(RegistryFixture.Chan)!.State.ShouldBe(RegistrationState.Pending);
    }

    [Fact]
    public async Task A_fileful_of_people_is_texted_at_an_even_pace_over_restarts_and_each_once()
    {
        const int People = 60;
        for (var start = 0; start < 3; start++)
        {
            await using var rooms = RegistryFixture.Open(_folder, receipts: false);
            if (start == 0)
            {
                for (var i = 0; i < People; i++) await rooms.PutAsync(RegistryFixture.Put($"p{i}", $"8529000{i:0000}"));

                // The operator is away: what is under way stays within bounds.
                for (var turn = 0; turn < 5; turn++) await rooms.TurnAsync();
                (await WaitingAsync(rooms)).ShouldBe(ActivationTexts.MaxWaiting);
            }

            await rooms.StartSendingAsync();
            await Eventually.TrueAsync(async () => await WaitingAsync(rooms) == 0, "all were taken");
            for (var turn = 0; turn < 5 && await RepliesAsync(rooms) is var before and < People; turn++)
            {
                await rooms.TurnAsync();
                (await RepliesAsync(rooms) - before).ShouldBe(ActivationTexts.MaxPerTurn);
                await Eventually.TrueAsync(async () => await WaitingAsync(rooms) == 0, "all were taken");
            }
        }

        await using var after = RegistryFixture.Open(_folder, receipts: false);
        await after.TurnAsync();
        (await RepliesAsync(after)).ShouldBe(People);
        after.Registry.Count(RegistrationState.Active).ShouldBe(People);
    }

    private static Task<int> WaitingAsync(Rooms rooms) =>
        rooms.Writer.RunAsync(transaction => transaction.AutomaticTexts.ActivationsWaiting(TestPlan.Mobile), default);

    private static Task<int> RepliesAsync(Rooms rooms) => rooms.Writer.RunAsync(
        transaction =>
        {
            var row = 1;
            while (transaction.Replies.ByRow(row) is not null) row++;
            return row - 1;
        }, default);

    private static async Task DeliveredAsync(Rooms rooms)
    {
        for (var n = 1; n <= rooms.Links.Submitted.Count; n++)
        {
            await rooms.ReceiptAsync(Receipts.Of($"m{n}", MessageState.Delivered));
        }
    }
}
