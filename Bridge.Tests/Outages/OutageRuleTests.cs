using Bridge.Protocol.Centre;
using Bridge.Tests.Reports;
using Bridge.Tests.Support;
using Bridge.Worker.Outages;

namespace Bridge.Tests.Outages;

[Trait("Speed", "rooms")]
public sealed class OutageRuleTests : IDisposable
{
    private static readonly DateTimeOffset Start = DateTimeOffset.Parse("2026-11-22T04:00:00Z");

    private readonly TempFolder _folder = new();
    private readonly SetClock _clock = new(Start);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task When_the_bus_is_back_the_centre_learns_who_waits_the_longest_first_and_tests_are_left_out()
    {
        await using var rooms = Rooms.Open(_folder, _clock, receipts: false);
        await rooms.StartSendingAsync();
        await rooms.LiveAsync();
        await rooms.TakeAsync(Texts.Chinese("早就沒有人理", "95555555"));
        await PassAsync(rooms, TimeSpan.FromMinutes(6));
        await rooms.TakeAsync(Texts.Chinese("剛好之前", "91111111"));
        await rooms.LiveAsync(busDown: true);
        await rooms.TakeAsync(Texts.Chinese("第一", "92222222"));
        await PassAsync(rooms, TimeSpan.FromSeconds(20), busDown: true);
        await rooms.TakeAsync(Texts.Chinese("又是我", "91111111"));
        await rooms.TakeAsync(Texts.Chinese("有答覆", "93333333"), TestPlan.Fixed);
        await rooms.TakeAsync(Texts.Chinese("測試", "90000000"));
        await rooms.TakeAsync(Texts.Chinese("無號碼", "BANK"));
        await rooms.ConfirmAsync(rooms.ReportOf("有答覆"), "k");
        await rooms.EventAsync<ReplyAccepted>();
        Ended(rooms).ShouldBeEmpty();
        await rooms.LiveAsync();
        await rooms.LiveAsync();

        var told = Ended(rooms).ShouldHaveSingleItem();
        told.Cause.ShouldBe("bus");
        told.Operator.ShouldBeNull();
        (told.From, told.Until).ShouldBe((Start + TimeSpan.FromMinutes(6), Start + TimeSpan.FromSeconds(380)));
        told.Unanswered.Select(sender => (sender.Msisdn, sender.Operator, sender.Texts)).ShouldBe(
            [("85291111111", TestPlan.Mobile, 2), ("85292222222", TestPlan.Mobile, 1), (null, TestPlan.Mobile, 1)]);
        told.Unanswered[0].Since.ShouldBe(Start + TimeSpan.FromMinutes(6));
        told.Unanswered[0].ReportIds.ShouldBe([rooms.ReportOf("剛好之前"), rooms.ReportOf("又是我")]);
        told.More.ShouldBe(0);
        rooms.Outbox.ReadAfter(0, 100).Single(e => e.Name == "outage.ended").ConversationId.ShouldBeNull();
    }

    [Fact]
    public async Task An_operators_outage_concerns_those_who_wrote_over_it()
    {
        await using var rooms = Rooms.Open(_folder, _clock);
        await rooms.LiveAsync();
        await rooms.TakeAsync(Texts.Chinese("流動", "91111111"));
        await rooms.TakeAsync(Texts.Chinese("固網", "31111111"), TestPlan.Fixed);
        await rooms.LiveAsync(busDown: false, TestPlan.Fixed);
        await PassAsync(rooms, TimeSpan.FromSeconds(11), busDown: false, TestPlan.Fixed);
        await rooms.LiveAsync();

        var told = Ended(rooms).ShouldHaveSingleItem();
        (told.Cause, told.Operator).ShouldBe(("operator", TestPlan.Fixed));
        told.Unanswered.Select(sender => sender.Msisdn).ShouldBe(["85231111111"]);
        rooms.Outbox.ReadAfter(0, 100).Single(e => e.Name == "outage.ended").RoutingKey.ShouldBe("outage.ended." + TestPlan.Fixed);
    }

    [Fact]
    public async Task A_blip_is_not_told()
    {
        await using var rooms = Rooms.Open(_folder, _clock);
        await rooms.LiveAsync();
        await rooms.LiveAsync(busDown: true, TestPlan.Mobile);
        await PassAsync(rooms, TimeSpan.FromSeconds(9), busDown: true, TestPlan.Mobile);
        await rooms.LiveAsync();

        // Nor do two of them make an outage.
        await rooms.LiveAsync(busDown: true);
        await PassAsync(rooms, TimeSpan.FromSeconds(9), busDown: true);
        await rooms.LiveAsync();

        Ended(rooms).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_store_that_took_nothing_for_a_while_is_told_once_it_does()
    {
        await using var rooms = Rooms.Open(_folder, _clock);
        await rooms.LiveAsync();
        await rooms.TakeAsync(Texts.Chinese("救命"));
        _clock.Advance(TimeSpan.FromSeconds(30));
        await rooms.LiveAsync();
        await PassAsync(rooms, TimeSpan.FromSeconds(30));

        var told = Ended(rooms).ShouldHaveSingleItem();
        (told.Cause, told.Operator, told.From, told.Until).ShouldBe(("store", null, Start, Start + TimeSpan.FromSeconds(30)));
        told.Unanswered.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_time_without_a_daemon_is_told_by_the_next_start_and_by_no_later_one()
    {
        await using (var before = Rooms.Open(_folder, _clock))
        {
            await before.LiveAsync();
            await before.TakeAsync(Texts.Chinese("救命"));
            Ended(before).ShouldBeEmpty("nothing was before the first start");
        }

        _clock.Advance(TimeSpan.FromMinutes(3));
        await using (var after = Rooms.Open(_folder, _clock))
        {
            await after.LiveAsync();
            var told = Ended(after).ShouldHaveSingleItem();
            (told.Cause, told.From, told.Until).ShouldBe(("bridge", Start, Start + TimeSpan.FromMinutes(3)));
            told.Unanswered.Select(sender => sender.Msisdn).ShouldBe(["85291234567"]);
        }

        await using var quick = Rooms.Open(_folder, _clock);
        await quick.LiveAsync();
        Ended(quick).Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_outage_goes_on_over_a_restart_and_is_told_once_from_its_beginning()
    {
        await using (var before = Rooms.Open(_folder, _clock))
        {
            await before.LiveAsync(busDown: true, TestPlan.Mobile);
            await PassAsync(before, TimeSpan.FromSeconds(60), busDown: true, TestPlan.Mobile);
        }

        _clock.Advance(TimeSpan.FromSeconds(2));
        await using (var after = Rooms.Open(_folder, _clock))
        {
            await after.LiveAsync(busDown: true, TestPlan.Mobile);
            Ended(after).ShouldBeEmpty();
            await after.LiveAsync(busDown: false, TestPlan.Mobile);
            Ended(after).Select(told => (told.Cause, told.From, told.Until)).ShouldBe([("bus", Start, Start + TimeSpan.FromSeconds(62))]);
        }

        await using var last = Rooms.Open(_folder, _clock);
        await last.LiveAsync();
        Ended(last).Select(told => told.Cause).ShouldBe(["bus", "operator"]);
    }

    [Fact]
    public async Task An_operator_that_is_configured_no_more_has_no_recovery()
    {
        await using (var before = Rooms.Open(_folder, _clock))
        {
            await before.LiveAsync(busDown: false, TestPlan.Fixed);
            await PassAsync(before, TimeSpan.FromSeconds(60), busDown: false, TestPlan.Fixed);
        }

        await using var after = Rooms.Open(
            _folder,
            _clock,
            with: plan => plan with { Operators = [.. plan.Operators.Where(op => op.Name != TestPlan.Fixed)] });
        await after.LiveAsync();
        Ended(after).ShouldBeEmpty();
        (await after.Writer.RunAsync(transaction => transaction.Outages.All(), default)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task A_wall_clock_that_is_set_is_no_outage(int hours)
    {
        await using var rooms = Rooms.Open(_folder, _clock);
        await rooms.LiveAsync();
        await rooms.LiveAsync(busDown: true);
        _clock.SetBy(TimeSpan.FromHours(hours));
        await PassAsync(rooms, TimeSpan.FromSeconds(1), busDown: true);
        await rooms.LiveAsync();

        Ended(rooms).ShouldBeEmpty();
    }

    [Fact]
    public async Task One_event_is_bounded_and_says_how_many_more_there_are()
    {
        await using var rooms = Rooms.Open(_folder, _clock);
        await rooms.LiveAsync();
        for (var i = 0; i < OutageRule.MaxSenders + 3; i++) await rooms.TakeAsync(Texts.Chinese("救命", (91000000 + i).ToString()));
        for (var i = 0; i < OutageRule.MaxReportsOfSender + 3; i++) await rooms.TakeAsync(Texts.Chinese($"第{i}個", "91000000"));
        _clock.Advance(TimeSpan.FromSeconds(30));
        await rooms.LiveAsync();

        var told = Ended(rooms).ShouldHaveSingleItem();
        told.Unanswered.Count.ShouldBe(OutageRule.MaxSenders);
        told.More.ShouldBe(3);
        (told.Unanswered[0].Texts, told.Unanswered[0].ReportIds.Count)
            .ShouldBe((OutageRule.MaxReportsOfSender + 4, OutageRule.MaxReportsOfSender));
    }

    /// <summary>Time as the clock of the daemon sees it: a turn in every second.</summary>
    private static async Task PassAsync(Rooms rooms, TimeSpan time, bool busDown = false, params string[] operatorsDown)
    {
        for (; time > TimeSpan.Zero; time -= TimeSpan.FromSeconds(1))
        {
            rooms.Time.Advance(TimeSpan.FromSeconds(1));
            await rooms.LiveAsync(busDown, operatorsDown);
        }
    }

    private static List<OutageEnded> Ended(Rooms rooms) =>
        [.. rooms.Events<OutageEnded>()];
}
