using Bridge.Protocol.Centre;
using Bridge.Tests.Support;
using Bridge.Worker.Reports;

namespace Bridge.Tests.Reports;

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
        rooms.Events("report.overdue")[0].GetProperty("reportId").GetString().ShouldBe(rooms.Events("report.received")[0].GetProperty("reportId").GetString());
    }

    [Fact]
    public async Task A_taken_report_is_not_told_as_untaken_but_still_watched_until_it_is_confirmed()
    {
        await using var rooms = Rooms.Open(_folder, receipts: false);
        await rooms.StartEngineAsync();
        await rooms.TakeAsync(Texts.Chinese("救命"));
        var id = rooms.Events("report.received")[0].GetProperty("reportId").GetString()!;
        await rooms.ExecuteAsync(new ReportTaken("t", id));

        await PassAsync(rooms, TimeSpan.FromSeconds(60));
        await PassAsync(rooms, TimeSpan.FromSeconds(90));
        Told(rooms).ShouldBe(["warning 150"]);
        await rooms.ExecuteAsync(new ReplySend("k") { ReportId = id, Kind = ReplyKind.Confirmation, Text = "收到" });
        await rooms.EventAsync("reply.accepted");
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
        const int Texts = OverdueRule.AtMost * 2 + 1;
        for (var i = 0; i < Texts; i++) await rooms.TakeAsync(Reports.Texts.Chinese($"第{i}個"));
        rooms.Time.Advance(TimeSpan.FromSeconds(60));
        var rule = new OverdueRule(rooms.Plan);

        var turns = 1;
        while ((await rooms.Writer.RunAsync(rule.Tell, default)).More) turns++;

        turns.ShouldBe(3);
        Told(rooms).Count.ShouldBe(Texts);
    }

    private static async Task PassAsync(Rooms rooms, TimeSpan time)
    {
        rooms.Time.Advance(time);
        var rule = new OverdueRule(rooms.Plan);
        await rooms.Writer.RunAsync(rule.Tell, default);
    }

    private static List<string> Told(Rooms rooms) =>
        [.. rooms.Events("report.overdue").Select(e => $"{e.GetProperty("stage").GetString()} {e.GetProperty("age").GetInt64()}")];
}
