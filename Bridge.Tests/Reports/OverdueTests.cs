using Bridge.Protocol.Centre;
using Bridge.Tests.Support;
using Bridge.Worker.Reports;

namespace Bridge.Tests.Reports;

[Trait("Speed", "rooms")]
public sealed class OverdueTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_report_nobody_takes_is_told_at_one_minute_at_half_the_deadline_and_at_the_deadline_each_once()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.TakeAsync(Texts.Chinese("救命"));

        await PassAsync(rooms, TimeSpan.FromSeconds(59));
        Told(rooms).ShouldBeEmpty();
        await PassAsync(rooms, TimeSpan.FromSeconds(1));
        Told(rooms).ShouldBe(["not-taken 60"]);
        await PassAsync(rooms, TimeSpan.FromSeconds(90));
        await PassAsync(rooms, TimeSpan.FromSeconds(150));
        await PassAsync(rooms, TimeSpan.FromHours(1));

        Told(rooms).ShouldBe(["not-taken 60", "warning 150", "breach 300"]);
        rooms.Events<ReportOverdue>()[0].ReportId
            .ShouldBe(rooms.Reports()[0].ReportId);
    }

    [Fact]
    public async Task A_taken_report_is_not_told_as_untaken_but_still_watched_until_it_is_confirmed()
    {
        await using var rooms = Rooms.Open(_folder, receipts: false);
        await rooms.StartSendingAsync();
        await rooms.TakeAsync(Texts.Chinese("救命"));
        var id = rooms.Reports()[0].ReportId;
        await rooms.ExecuteAsync(new ReportTaken("t", id));

        await PassAsync(rooms, TimeSpan.FromSeconds(60));
        await PassAsync(rooms, TimeSpan.FromSeconds(90));
        Told(rooms).ShouldBe(["warning 150"]);
        await rooms.ConfirmAsync(id, "k");
        await rooms.EventAsync<ReplyAccepted>();
        await PassAsync(rooms, TimeSpan.FromMinutes(10));

        Told(rooms).ShouldBe(["warning 150"]);
    }

    [Fact]
    public async Task A_restart_tells_what_fell_due_meanwhile_and_nothing_again()
    {
        var start = DateTimeOffset.Parse("2026-11-22T04:00:00Z");
        await using (var before = Rooms.Open(_folder, new(start)))
        {
            await before.TakeAsync(Texts.Chinese("救命"));
            await PassAsync(before, TimeSpan.FromSeconds(60));
        }

        await using var after = Rooms.Open(_folder, new(start + TimeSpan.FromMinutes(6)));
        await PassAsync(after, TimeSpan.Zero);
        await PassAsync(after, TimeSpan.Zero);

        Told(after).ShouldBe(["not-taken 60", "warning 360", "breach 360"]);
    }

    [Fact]
    public async Task A_systems_test_is_left_out_of_the_clock()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.TakeAsync(Texts.Chinese("測試", "90000000"));
        await PassAsync(rooms, TimeSpan.FromMinutes(10));
        Told(rooms).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_flood_is_told_whole_in_bounded_turns()
    {
        await using var rooms = Rooms.Open(_folder);
        const int Texts = OverdueRule.MaxReportsAtOnce * 2 + 1;
        for (var i = 0; i < Texts; i++) await rooms.TakeAsync(Reports.Texts.Chinese($"第{i}個"));
        rooms.Time.Advance(TimeSpan.FromSeconds(60));
        var rule = rooms.Service<OverdueRule>();

        var turns = 1;
        while (await rooms.Writer.RunAsync(rule.TellDue, default)) turns++;

        turns.ShouldBe(3);
        Told(rooms).Count.ShouldBe(Texts);
    }

    [Fact]
    public async Task The_clock_runs_from_the_first_part_and_speaks_only_of_what_the_centre_has_been_told()
    {
        // Parts are waited for longer than the first stage takes.
        await using var rooms = Rooms.Open(_folder, with: plan => plan with { AssemblyWait = TimeSpan.FromSeconds(90) });
        await rooms.TakeAsync(Texts.Part("前半", 7, 2, 1));
        await PassAsync(rooms, TimeSpan.FromSeconds(89));
        Told(rooms).ShouldBeEmpty();

        await PassAsync(rooms, TimeSpan.FromSeconds(1));
        await rooms.SettleAsync();
        await PassAsync(rooms, TimeSpan.Zero);
        Told(rooms).ShouldBe(["not-taken 90"]);
        rooms.Events().Select(e => e.Name).ShouldBe(["report.received", "report.overdue"]);

        // What comes late amends the report; its clock runs on.
        await rooms.TakeAsync(Texts.Part("後半", 7, 2, 2));
        await PassAsync(rooms, TimeSpan.FromSeconds(60));
        await PassAsync(rooms, TimeSpan.FromSeconds(150));

        Told(rooms).ShouldBe(["not-taken 90", "warning 150", "breach 300"]);
        rooms.Amendments().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_retransmission_shares_the_clock_of_its_report()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.TakeAsync(Texts.Chinese("救命"));
        await PassAsync(rooms, TimeSpan.FromSeconds(30));
        await rooms.TakeAsync(Texts.Chinese("救命"));
        await PassAsync(rooms, TimeSpan.FromSeconds(30));
        await PassAsync(rooms, TimeSpan.FromMinutes(10));

        Told(rooms).ShouldBe(["not-taken 60", "warning 660", "breach 660"]);
        rooms.Events<ReportRepeated>().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_persons_own_resend_has_its_own_clock_and_one_confirmation_to_either_ends_both()
    {
        await using var rooms = Rooms.Open(_folder, receipts: false);
        await rooms.StartSendingAsync();
        await rooms.TakeAsync(Texts.Chinese("救命"));
        await PassAsync(rooms, TimeSpan.FromMinutes(5));
        await rooms.TakeAsync(Texts.Chinese("救命"));
        await rooms.TakeAsync(Texts.Chinese("另一件事"));
        await PassAsync(rooms, TimeSpan.FromSeconds(60));
        var reports = rooms.Reports().Select(report => report.ReportId).ToList();
        rooms.Reports()[1].ResendOf.ShouldBe(reports[0]);
        Told(rooms).ShouldBe(["not-taken 300", "warning 300", "breach 300", "not-taken 60", "not-taken 60"]);

        await rooms.ConfirmAsync(reports[0], "k");
        await rooms.EventAsync<ReplyAccepted>();
        await PassAsync(rooms, TimeSpan.FromMinutes(10));

        // What the person wrote besides is still nobody's.
        rooms.Events<ReportOverdue>().Skip(5).Select(e => e.ReportId).Distinct().ShouldBe([reports[2]]);
        rooms.State.Read().UnconfirmedReports.ShouldBe(1);
    }

    [Fact]
    public async Task A_confirmation_does_not_confirm_what_the_centre_had_not_been_told_of()
    {
        await using var rooms = Rooms.Open(_folder, receipts: false);
        await rooms.StartSendingAsync();
        await rooms.TakeAsync(Texts.Part("長文前半", 9, 2, 1));
        await rooms.TakeAsync(Texts.Chinese("短"));
        await rooms.ExecuteAsync(new ReplySend("k")
        {
            ConversationId = rooms.Reports()[0].ConversationId,
            Kind = ReplyKind.Confirmation,
            Text = "收到",
        });
        rooms.Time.Advance(TimeSpan.FromSeconds(15));
        await rooms.SettleAsync();
        await rooms.EventAsync<ReplyAccepted>();
        await PassAsync(rooms, TimeSpan.FromSeconds(45));

        Told(rooms).ShouldBe(["not-taken 60"]);
        var late = rooms.Reports()[1];
        late.Complete.ShouldBeFalse();
        rooms.Events<ReportOverdue>()[0].ReportId.ShouldBe(late.ReportId);
    }

    [Theory]
    [InlineData(200, 300, "warning 150|not-taken 200|breach 300")]
    [InlineData(400, 300, "warning 150|breach 300|not-taken 400")]
    [InlineData(300, 300, "warning 150|not-taken 300|breach 300")]
    [InlineData(150, 300, "not-taken 150|warning 150|breach 300")]
    [InlineData(1, 2, "not-taken 1|warning 1|breach 2")]
    public async Task Stages_go_by_their_ages_however_they_are_configured(int warnAfter, int deadline, string told)
    {
        await using var rooms = Rooms.Open(
            _folder,
            with: plan => plan with { WarnAfter = TimeSpan.FromSeconds(warnAfter), ConfirmationDeadline = TimeSpan.FromSeconds(deadline) });
        await rooms.TakeAsync(Texts.Chinese("救命"));
        for (var second = 0; second < 500; second++) await PassAsync(rooms, TimeSpan.FromSeconds(1));

        Told(rooms).ShouldBe(told.Split('|'));
    }

    [Fact]
    public async Task A_restart_with_other_ages_tells_no_stage_again_and_leaves_none_out()
    {
        var start = DateTimeOffset.Parse("2026-11-22T04:00:00Z");
        await using (var before = Rooms.Open(_folder, new(start)))
        {
            await before.TakeAsync(Texts.Chinese("救命"));
            await PassAsync(before, TimeSpan.FromSeconds(60));
            Told(before).ShouldBe(["not-taken 60"]);
        }

        await using var after = Rooms.Open(
            _folder,
            new(start + TimeSpan.FromSeconds(61)),
            with: plan => plan with { WarnAfter = TimeSpan.FromSeconds(200) });
        for (var second = 61; second < 400; second++) await PassAsync(after, TimeSpan.FromSeconds(1));

        Told(after).ShouldBe(["not-taken 60", "warning 150", "breach 300"]);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_wall_clock_that_is_set_neither_delays_a_stage_nor_brings_it_on(int hours)
    {
        var clock = new SetClock(DateTimeOffset.Parse("2026-11-22T04:00:00Z"));
        await using var rooms = Rooms.Open(_folder, clock, receipts: false);
        await rooms.StartSendingAsync();
        await rooms.TakeAsync(Texts.Chinese("救命"));
        await PassAsync(rooms, TimeSpan.FromSeconds(30));
        clock.SetBy(TimeSpan.FromHours(hours));
        await PassAsync(rooms, TimeSpan.FromSeconds(29));
        Told(rooms).ShouldBeEmpty();
        await PassAsync(rooms, TimeSpan.FromSeconds(1));
        Told(rooms).ShouldBe(["not-taken 60"]);
        rooms.State.Read().OldestUnconfirmed.ShouldBe(TimeSpan.FromSeconds(60));

        // A later text of the same person, and one confirmation for both: across the jump, too.
        await rooms.TakeAsync(Texts.Chinese("還在等"));
        await PassAsync(rooms, TimeSpan.FromSeconds(20));
        await rooms.ConfirmAsync(rooms.Reports()[1].ReportId, "k");
        await rooms.EventAsync<ReplyAccepted>();
        await PassAsync(rooms, TimeSpan.FromMinutes(10));

        Told(rooms).ShouldBe(["not-taken 60"]);
        rooms.State.Read().UnconfirmedReports.ShouldBe(0);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task After_a_start_the_clock_goes_on_though_the_wall_was_set_in_the_run_before(int hours)
    {
        var clock = new SetClock(DateTimeOffset.Parse("2026-11-22T04:00:00Z"));
        await using (var before = Rooms.Open(_folder, clock))
        {
            await before.TakeAsync(Texts.Chinese("救命"));
            clock.SetBy(TimeSpan.FromHours(hours));
            await PassAsync(before, TimeSpan.FromSeconds(59));
            await before.LiveAsync();
        }

        await using var after = Rooms.Open(_folder, clock);
        await PassAsync(after, TimeSpan.Zero);
        Told(after).ShouldBeEmpty();
        await PassAsync(after, TimeSpan.FromSeconds(1));
        Told(after).ShouldBe(["not-taken 60"]);
    }

    [Fact]
    public async Task A_wall_set_back_while_the_daemon_was_down_costs_at_most_the_time_waited_so_far()
    {
        var start = DateTimeOffset.Parse("2026-11-22T04:00:00Z");
        await using (var before = Rooms.Open(_folder, new(start)))
        {
            await before.TakeAsync(Texts.Chinese("救命"));
            await before.LiveAsync();
        }

        await using var after = Rooms.Open(_folder, new(start - TimeSpan.FromHours(1)));
        await PassAsync(after, TimeSpan.FromSeconds(60));
        Told(after).ShouldBe(["not-taken 60"]);
    }

    [Fact]
    public async Task How_long_and_how_many_is_counted_and_tests_are_not()
    {
        await using var rooms = Rooms.Open(_folder, receipts: false);
        await rooms.StartSendingAsync();
        await rooms.TakeAsync(Texts.Chinese("救命"));
        await rooms.TakeAsync(Texts.Chinese("測試", "90000000"));
        await PassAsync(rooms, TimeSpan.FromSeconds(20));
        var ids = rooms.Reports().Select(report => report.ReportId).ToList();
        rooms.State.Read().UnconfirmedReports.ShouldBe(1);
        foreach (var id in ids) await rooms.ExecuteAsync(new ReportTaken("t" + id, id));
        await PassAsync(rooms, TimeSpan.FromSeconds(20));
        foreach (var id in ids)
        {
            await rooms.ConfirmAsync(id, "k" + id);
        }
        await rooms.EventAsync<ReplyAccepted>(2);

        await Eventually.TrueAsync(() => rooms.Metrics.Of("confirmation").Count >= 2, "both replies are counted");
        rooms.Metrics.Of("taken").ShouldBe(["taken after 20 s"]);
        rooms.Metrics.Of("confirmed").ShouldBe(["confirmed after 40 s"]);
    }

    [Fact]
    public async Task A_report_is_taken_once_by_whatever_comes_first()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.TakeAsync(Texts.Chinese("救命"));
        var id = rooms.Reports()[0].ReportId;
        rooms.Time.Advance(TimeSpan.FromSeconds(7));
        await rooms.ExecuteAsync(
            new ReplySend("q")
            {
                Msisdn = "85291234567",
                Operator = TestPlan.Mobile,
                Kind = ReplyKind.Question,
                Text = "在哪裡？",
            });
        rooms.Time.Advance(TimeSpan.FromSeconds(7));
        await rooms.ExecuteAsync(new ReportTaken("t", id));

        rooms.Metrics.Of("taken").ShouldBe(["taken after 7 s"]);
        await PassAsync(rooms, TimeSpan.FromSeconds(60));
        Told(rooms).ShouldBeEmpty();
    }

    private static async Task PassAsync(Rooms rooms, TimeSpan time)
    {
        rooms.Time.Advance(time);
        var rule = rooms.Service<OverdueRule>();
        await rooms.Writer.RunAsync(rule.TellDue, default);
    }

    private static List<string> Told(Rooms rooms) =>
        [.. rooms.Events<ReportOverdue>().Select(e => $"{e.Stage} {e.Age}")];
}
