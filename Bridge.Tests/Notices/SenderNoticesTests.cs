using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Simulator.Smsc;
using Bridge.Tests.Reports;
using Bridge.Tests.Support;
using Bridge.Worker.Configuration;

namespace Bridge.Tests.Notices;

/// <summary>What a person's phone gets, with the rooms, a real store, and links and clock in the test's hands.</summary>
[Trait("Speed", "rooms")]
public sealed class SenderNoticesTests : IDisposable
{
    private const string Fire = "火警！我在上水天平邨天喜樓 10 樓";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Who_is_taken_by_nobody_for_a_minute_hears_it_once_with_what_to_do_instead()
    {
        await using var rooms = Rooms.Open(NoticePlans.Create(_folder));
        await rooms.StartSendingAsync();
        await rooms.TakeAsync(Texts.Chinese(Fire));

        await PassAsync(rooms, 59.9);
        rooms.Links.Submitted.ShouldBeEmpty();
        await PassAsync(rooms, 0.1);

        var sent = await rooms.EventAsync<NoticeSent>();
        sent.ReportId.ShouldBe(rooms.LastReport());
        (sent.Kind, sent.Language).ShouldBe(("unavailable", "zh-Hant"));
        var submit = rooms.Links.Submitted.ShouldHaveSingleItem();
        submit.Destination.ShouldBe(new Address(1, 1, "91234567"));
        submit.Source.Value.ShouldBe("992");
        submit.ValidityPeriod.ShouldBe("000000000500000R");
        PhoneText.Read(submit).ShouldBe(Words("unavailable", "zh-Hant"));

        for (var i = 0; i < 20; i++) await PassAsync(rooms, 60);
        rooms.Links.Submitted.ShouldHaveSingleItem();
        await CountedAsync(rooms, "notice unavailable accepted");
    }

    [Fact]
    public async Task A_report_that_is_taken_in_time_has_no_notice()
    {
        await using var rooms = Rooms.Open(NoticePlans.Create(_folder));
        await rooms.StartSendingAsync();
        await rooms.TakeAsync(Texts.Chinese(Fire));
        await PassAsync(rooms, 59);

        await rooms.ExecuteAsync(new ReportTaken("k1", rooms.LastReport()));
        for (var i = 0; i < 10; i++) await PassAsync(rooms, 60);

        (await NoticesAsync(rooms)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Any_reply_takes_the_report_too()
    {
        await using var rooms = Rooms.Open(NoticePlans.Create(_folder));
        await rooms.TakeAsync(Texts.Chinese(Fire));
        await rooms.ExecuteAsync(new ReplySend("k1") { ReportId = rooms.LastReport(), Kind = ReplyKind.Question, Text = "幾多人受傷？" });

        await PassAsync(rooms, 60);

        (await NoticesAsync(rooms)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_minute_that_ends_while_the_daemon_is_down_is_told_at_the_next_start_and_one_that_ended_long_ago_is_not()
    {
        var plan = NoticePlans.Create(_folder);
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.Parse("2026-11-22T04:00:00Z"));
        await using (var before = Rooms.Open(plan, time))
        {
            await before.TakeAsync(Texts.Chinese(Fire, "91111111"));
            await PassAsync(before, 30);
            time.Advance(TimeSpan.FromMinutes(5));
            await before.TakeAsync(Texts.Chinese(Fire, "92222222"));
        }

        time.Advance(TimeSpan.FromSeconds(120));
        await using var after = Rooms.Open(plan, time);
        await after.StartSendingAsync();
        await PassAsync(after, 1);

        await after.EventAsync<NoticeSent>();
        after.Links.Submitted.ShouldHaveSingleItem().Destination.Value.ShouldBe("92222222");
        await CountedAsync(after, "notice unavailable late");
    }

    [Fact]
    public async Task A_second_text_within_five_minutes_waits_its_turn_unless_the_first_notice_came_after_it()
    {
        await using var rooms = Rooms.Open(NoticePlans.Create(_folder));
        await rooms.StartSendingAsync();
        await rooms.TakeAsync(Texts.Chinese(Fire));
        await PassAsync(rooms, 30);
        await rooms.TakeAsync(Texts.Chinese("快啲！"));
        await PassAsync(rooms, 30);
        await rooms.EventAsync<NoticeSent>();
        await PassAsync(rooms, 10);
        await rooms.TakeAsync(Texts.Chinese("仲有人被困"));
        var third = rooms.Reports()[2].ReportId;

        await PassAsync(rooms, 60);
        await PassAsync(rooms, 229.9);
        rooms.Links.Submitted.ShouldHaveSingleItem("the second text was in the first notice, and the third has to wait");
        await PassAsync(rooms, 0.1);

        (await rooms.EventAsync<NoticeSent>(count: 2)).ReportId.ShouldBe(third);
        await CountedAsync(rooms, "notice unavailable postponed");
    }

    [Fact]
    public async Task The_five_minutes_count_from_when_the_operator_took_the_notice_and_over_a_restart()
    {
        var plan = NoticePlans.Create(_folder);
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.Parse("2026-11-22T04:00:00Z"));
        await using (var before = Rooms.Open(plan, time))
        {
            // The engine stands still as if the link were down: the notice is on its way, and may go out at any moment.
            await before.TakeAsync(Texts.Chinese(Fire));
            await PassAsync(before, 60);
            await before.TakeAsync(Texts.Chinese("第二個"));
            await PassAsync(before, 60);
            (await NoticesAsync(before)).ShouldBe(["unavailable"]);
        }

        time.Advance(TimeSpan.FromSeconds(120));
        await using var after = Rooms.Open(plan, time);
        await after.StartSendingAsync();
        await after.EventAsync<NoticeSent>();
        await PassAsync(after, 1);
        await after.TakeAsync(Texts.Chinese("第三個"));
        for (var i = 0; i < 29; i++) await PassAsync(after, 10);
        after.Links.Submitted.Count.ShouldBe(1);
        await PassAsync(after, 10);

        await after.EventAsync<NoticeSent>(count: 2);
    }

    [Fact]
    public async Task While_the_service_is_suspended_a_text_is_forwarded_and_its_sender_told_at_once()
    {
        await using var rooms = Rooms.Open(NoticePlans.Create(_folder));
        await rooms.StartSendingAsync();
        (await rooms.ExecuteAsync(new ServiceSuspend("k1", TestPlan.Mobile))).IsAccepted.ShouldBeTrue();

        await rooms.TakeAsync(Texts.English("Fire! Help"));
        await rooms.TakeAsync(Texts.Chinese(Fire, "23456789"), TestPlan.Fixed);

        (await rooms.EventAsync<NoticeSent>()).Kind.ShouldBe("suspended");
        PhoneText.Read(rooms.Links.Submitted.ShouldHaveSingleItem()).ShouldBe(Words("suspended", "en"));
        rooms.Reports().Count.ShouldBe(2);
        await PassAsync(rooms, 60);
        (await NoticesAsync(rooms))
            .ShouldBe(["suspended", "unavailable"], "the fixed network's sender, where the service is not suspended, waits for the centre");
    }

    [Fact]
    public async Task A_text_from_the_Mainland_is_flagged_forwarded_and_answered_with_the_numbers_there()
    {
        await using var rooms = Rooms.Open(NoticePlans.Create(_folder, outside: true));
        await rooms.StartSendingAsync();
        var tag = (TlvTag)0x1403;

        await rooms.TakeAsync(Texts.Chinese("我係深圳", "91111111") with { Tlvs = [new Tlv(tag, "46000"u8.ToArray())] });
        await rooms.TakeAsync(Texts.Chinese("救命", "8613800138000"));
        await rooms.TakeAsync(Texts.English("Help", "92222222") with { Tlvs = [new Tlv(tag, "23410"u8.ToArray())] });
        await rooms.TakeAsync(Texts.Chinese("救命", "93333333"));
        await rooms.EventAsync<NoticeSent>(count: 3);

        rooms
            .Reports()
            .Select(report => report.OutsideHongKong)
            .ShouldBe([true, true, true, false]);
        var told = rooms
            .Links.Submitted.GroupBy(submit => submit.Destination.Value)
            .ToDictionary(to => to.Key, to => string.Concat(to.Select(PhoneText.Read)));
        var notice = NoticeWording.Defaults.Single(notice => notice.Kind == "outside-hong-kong");
        told["91111111"].ShouldBe(notice.MainlandText!["zh-Hant"]);
        told["8613800138000"].ShouldBe(notice.MainlandText["zh-Hant"]);
        told["92222222"].ShouldBe(notice.Text["en"]);
        told.ShouldNotContainKey("93333333");
    }

    [Fact]
    public async Task Outside_Hong_Kong_is_flagged_but_not_answered_unless_switched_on()
    {
        await using var rooms = Rooms.Open(NoticePlans.Create(_folder));
        await rooms.TakeAsync(Texts.Chinese("救命", "8613800138000"));

        rooms.Reports().ShouldHaveSingleItem().OutsideHongKong.ShouldBeTrue();
        (await NoticesAsync(rooms)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_is_not_registered_is_told_when_the_centre_has_the_report_and_only_once()
    {
        await using var rooms = Rooms.Open(NoticePlans.Create(_folder));
        await rooms.RegisterAsync("85290001111");
        await rooms.TakeAsync(Texts.Chinese(Fire));
        await PassAsync(rooms, 20);
        (await NoticesAsync(rooms)).ShouldBeEmpty("not before it is taken: the five minutes may be needed");

        await rooms.ExecuteAsync(new ReportTaken("k1", rooms.LastReport()));
        (await NoticesAsync(rooms)).ShouldBe(["unregistered"]);

        await PassAsync(rooms, 600);
        await rooms.TakeAsync(Texts.Chinese("再求救"));
        await rooms.ConfirmAsync(rooms.LastReport(), "k2");
        (await NoticesAsync(rooms)).ShouldBe(["unregistered"]);
    }

    [Fact]
    public async Task Not_being_registered_is_not_told_while_another_text_may_need_the_five_minutes()
    {
        await using var rooms = Rooms.Open(NoticePlans.Create(_folder));
        await rooms.RegisterAsync("85290001111");
        await rooms.TakeAsync(Texts.Chinese(Fire));
        var first = rooms.LastReport();
        await rooms.TakeAsync(Texts.Chinese("仲有人被困"));
        var second = rooms.LastReport();

        await rooms.ExecuteAsync(new ReportTaken("k1", first));
        (await NoticesAsync(rooms)).ShouldBeEmpty();
        await rooms.ExecuteAsync(new ReportTaken("k2", second));

        (await NoticesAsync(rooms)).ShouldBe(["unregistered"]);
    }

    [Fact]
    public async Task Who_is_registered_or_lives_before_anyone_is_is_never_told_so()
    {
        await using var rooms = Rooms.Open(NoticePlans.Create(_folder));
        await rooms.TakeAsync(Texts.Chinese(Fire, "91111111"));
        await rooms.ExecuteAsync(new ReportTaken("k1", rooms.LastReport()));
        await rooms.RegisterAsync("85292222222");
        await rooms.TakeAsync(Texts.Chinese(Fire, "92222222"));
        await rooms.ExecuteAsync(new ReportTaken("k2", rooms.LastReport()));

        (await NoticesAsync(rooms)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_number_whose_registration_ended_since_is_told_again()
    {
        await using var rooms = Rooms.Open(NoticePlans.Create(_folder));
        await rooms.StartSendingAsync();
        await rooms.RegisterAsync("85290001111");
        await rooms.TakeAsync(Texts.Chinese(Fire));
        await rooms.ExecuteAsync(new ReportTaken("k1", rooms.LastReport()));
        await rooms.EventAsync<NoticeSent>();
        await PassAsync(rooms, 600);
        await rooms.UnregisterAsync(await rooms.RegisterAsync("85291234567"));
        await PassAsync(rooms, 600);

        await rooms.TakeAsync(Texts.Chinese("再求救"));
        await rooms.ExecuteAsync(new ReportTaken("k2", rooms.LastReport()));

        (await rooms.EventAsync<NoticeSent>(count: 2)).Kind.ShouldBe("unregistered");
    }

    [Fact]
    public async Task Unregistered_within_five_minutes_of_unavailable_is_told_when_they_are_over()
    {
        await using var rooms = Rooms.Open(NoticePlans.Create(_folder));
        await rooms.StartSendingAsync();
        await rooms.RegisterAsync("85290001111");
        await rooms.TakeAsync(Texts.Chinese(Fire));
        await PassAsync(rooms, 60);
        await rooms.EventAsync<NoticeSent>();
        await PassAsync(rooms, 10);
        await rooms.ExecuteAsync(new ReportTaken("k1", rooms.LastReport()));

        await PassAsync(rooms, 289);
        rooms.Links.Submitted.Count.ShouldBe(1);
        await PassAsync(rooms, 1);

        (await rooms.EventAsync<NoticeSent>(count: 2)).Kind.ShouldBe("unregistered");
    }

    [Fact]
    public async Task What_says_nothing_of_its_language_is_answered_in_the_registrations_or_in_both()
    {
        await using var rooms = Rooms.Open(NoticePlans.Create(_folder));
        await rooms.StartSendingAsync();
        await rooms.RegisterAsync("85291111111", "zh-Hans");
        await rooms.TakeAsync(Texts.English("!!!", "91111111"));
        await rooms.TakeAsync(Texts.English("911", "92222222"));
        await rooms.TakeAsync(Texts.English("Fire", "93333333"));
        await rooms.TakeAsync(Texts.Chinese("？", "93333333"));

        await PassAsync(rooms, 60);
        await rooms.EventAsync<NoticeSent>(count: 3);

        rooms
            .Events<NoticeSent>()
            .Select(sent => sent.Language)
            .ShouldBe(["zh-Hans", "zh-Hant+en", "zh-Hant+en"], ignoreOrder: true);
        var told = rooms
            .Links.Submitted.GroupBy(submit => submit.Destination.Value)
            .ToDictionary(to => to.Key, to => string.Concat(to.Select(PhoneText.Read)));
        told["92222222"].ShouldBe(Words("unavailable", "zh-Hant") + "\n" + Words("unavailable", "en"));
        told["91111111"].ShouldBe(Words("unavailable", "zh-Hans"));
    }

    [Fact]
    public async Task Systems_that_test_and_senders_without_a_number_are_never_answered()
    {
        await using var rooms = Rooms.Open(NoticePlans.Create(_folder, outside: true));
        await rooms.RegisterAsync("85299999999");
        await rooms.ExecuteAsync(new ServiceSuspend("k1", Operator: null));
        foreach (var from in (string[])["90000000", "POLICE", ""]) await rooms.TakeAsync(Texts.Chinese(Fire, from));
        foreach (var report in rooms.Reports())
        {
            await rooms.ExecuteAsync(
                new ReportTaken(report.ReportId, report.ReportId));
        }

        for (var i = 0; i < 10; i++) await PassAsync(rooms, 60);

        (await NoticesAsync(rooms)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_long_text_that_still_waits_for_its_parts_is_nobodys_yet_and_its_sender_hears_it()
    {
        await using var rooms = Rooms.Open(NoticePlans.Create(_folder) with { AssemblyWait = TimeSpan.FromMinutes(2) });
        await rooms.StartSendingAsync();
        await rooms.TakeAsync(Texts.Part("我在", 7, 2, 1));

        await PassAsync(rooms, 60);

        (await rooms.EventAsync<NoticeSent>()).Language.ShouldBe("zh-Hant+en");
    }

    [Fact]
    public async Task A_notice_that_the_operator_refuses_is_told_to_the_centre()
    {
        await using var rooms = Rooms.Open(NoticePlans.Create(_folder));
        rooms.Links.Answer = (_, _) => ScriptedLinks.Refused(CommandStatus.InvDstAdr);
        await rooms.StartSendingAsync();
        await rooms.TakeAsync(Texts.Chinese(Fire));
        await PassAsync(rooms, 60);

        var failed = await rooms.EventAsync<NoticeFailed>();

        (failed.ReportId, failed.Kind).ShouldBe((rooms.LastReport(), "unavailable"));
        await CountedAsync(rooms, "notice unavailable failed");
        rooms.Metrics.Seen.ShouldNotContain("notice failed", "a notice is not counted among the replies");
    }

    [Fact]
    public async Task A_flood_is_told_in_turns_and_nobody_is_left_out()
    {
        await using var rooms = Rooms.Open(NoticePlans.Create(_folder));
        const int People = Worker.Notices.SenderNotices.MaxReportsAtOnce * 2 + 1;
        for (var i = 0; i < People; i++) await rooms.TakeAsync(Texts.Chinese(Fire, $"91{i:000000}"));
        rooms.Time.Advance(TimeSpan.FromSeconds(60));

        var turns = 1;
        while (await rooms.Writer.RunAsync(rooms.Notices.TellDue, default)) turns++;

        turns.ShouldBe(3);
        (await NoticesAsync(rooms)).Count.ShouldBe(People);
    }

    /// <summary>What follows a commit is counted after it.</summary>
    private static Task CountedAsync(Rooms rooms, string what) => Eventually.TrueAsync(() => rooms.Metrics.Seen.Contains(what), what);

    /// <summary>Lets time pass and the clock tick once.</summary>
    internal static async Task PassAsync(Rooms rooms, double seconds)
    {
        rooms.Time.Advance(TimeSpan.FromSeconds(seconds));
        while (await rooms.Writer.RunAsync(rooms.Notices.TellDue, default))
        {
            // Until nobody is due.
        }
    }

    /// <summary>The notices that are on their way or were, by kind, in their order.</summary>
    private static async Task<List<string?>> NoticesAsync(Rooms rooms) =>
        [.. (await rooms.OpenRepliesAsync()).Where(reply => reply.Notice is not null).Select(reply => reply.Notice)];

    private static string Words(string kind, string language) =>
        NoticeWording.Defaults.Single(notice => notice.Kind == kind).Text[language];
}
