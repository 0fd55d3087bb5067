using Bridge.Protocol.Centre;
using Bridge.Tests.Support;

namespace Bridge.Tests.Reports;

[Trait("Speed", "rooms")]
public sealed class AssemblyTests : IDisposable
{
    private static readonly string[] Words = ["我在上水天平邨天喜樓", "十字樓一零一二室，", "有人心臟病發，不能自行開門"];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<int, int, int> Orders() =>
        new()
        {
            { 1, 2, 3 },
            { 1, 3, 2 },
            { 2, 1, 3 },
            { 2, 3, 1 },
            { 3, 1, 2 },
            { 3, 2, 1 },
        };

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Parts_in_any_order_over_any_link_are_one_report(int first, int second, int third)
    {
        await using var rooms = Rooms.Open(_folder);
        foreach (var number in (int[])[first, second, third]) await rooms.TakeAsync(Part(number), link: number == 2 ? "b" : "a");

        var report = rooms.Reports().ShouldHaveSingleItem();
        report.Text.ShouldBe(string.Concat(Words));
        report.Complete.ShouldBeTrue();
        report.Parts.Received.ShouldBe(3);
        report.Raw.Count.ShouldBe(3);
        report.Link.ShouldBe(first == 2 ? "b" : "a");
    }

    [Fact]
    public async Task A_missing_part_is_waited_for_from_the_first_then_its_gap_is_shown_and_mended_when_it_comes()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.TakeAsync(Part(1));
        rooms.Time.Advance(TimeSpan.FromSeconds(14));
        await rooms.TakeAsync(Part(3));
        await rooms.SettleAsync();
        rooms.Reports().ShouldBeEmpty();

        rooms.Time.Advance(TimeSpan.FromSeconds(1));
        await rooms.SettleAsync();

        var report = rooms.Reports().ShouldHaveSingleItem();
        report.Text.ShouldBe(Words[0] + "[2/3 missing]" + Words[2]);
        report.Complete.ShouldBeFalse();
        report.Parts.Missing[0].ShouldBe(2);

        rooms.Time.Advance(TimeSpan.FromMinutes(10));
        await rooms.TakeAsync(Part(2));

        var amended = rooms.Amendments().ShouldHaveSingleItem();
        amended.Text.ShouldBe(string.Concat(Words));
        amended.ReportId.ShouldBe(report.ReportId);
        amended.Complete.ShouldBeTrue();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_restart_in_the_middle_of_a_long_text_changes_nothing(bool afterRelease)
    {
        var start = DateTimeOffset.Parse("2026-11-22T04:00:00Z");
        await using (var before = Rooms.Open(_folder, new(start)))
        {
            await before.TakeAsync(Part(2));
            if (afterRelease)
            {
                before.Time.Advance(TimeSpan.FromSeconds(15));
                await before.SettleAsync();
            }
        }

        await using var after = Rooms.Open(_folder, new(start + TimeSpan.FromSeconds(20)));
        await after.TakeAsync(Part(1));
        await after.TakeAsync(Part(3));

        after.Reports().Count.ShouldBe(1);
        (afterRelease ? after.Amendments() : after.Reports())[^1].Text.ShouldBe(string.Concat(Words));
    }

    [Fact]
    public async Task A_clock_that_is_set_back_an_hour_holds_no_text_up()
    {
        var clock = new SetBackClock();
        await using var rooms = Rooms.Open(_folder, clock);
        await rooms.TakeAsync(Part(1));
        clock.By = TimeSpan.FromHours(1);
        clock.Advance(TimeSpan.FromSeconds(15));

        rooms.Memory.IsDue.ShouldBeTrue();
        await rooms.SettleAsync();

        rooms.Reports().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_text_of_an_operator_that_is_configured_no_more_is_released_all_the_same()
    {
        await using (var before = Rooms.Open(_folder)) await before.TakeAsync(Part(1), "former-operator");

        await using var after = Rooms.Open(_folder);
        after.Time.Advance(TimeSpan.FromSeconds(15));
        await after.SettleAsync();

        var report = after.Reports().ShouldHaveSingleItem();
        report.Operator.ShouldBe("former-operator");
        report.Text.ShouldStartWith(Words[0]);
    }

    [Fact]
    public async Task Two_phones_that_use_one_reference_are_never_mixed()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.TakeAsync(Texts.Part("甲一", 7, 2, 1, "91111111"));
        await rooms.TakeAsync(Texts.Part("乙二", 7, 2, 2, "92222222"));
        await rooms.TakeAsync(Texts.Part("乙一", 7, 2, 1, "92222222"));
        await rooms.TakeAsync(Texts.Part("甲二", 7, 2, 2, "91111111"));

        rooms.Reports().Select(r => r.Text).ShouldBe(["乙一乙二", "甲一甲二"]);
    }

    [Fact]
    public async Task A_reference_used_again_with_another_body_starts_a_new_text_and_both_are_shown()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.TakeAsync(Texts.Part("舊一", 7, 2, 1));
        await rooms.TakeAsync(Texts.Part("新一", 7, 2, 1));
        await rooms.TakeAsync(Texts.Part("新二", 7, 2, 2));
        rooms.Time.Advance(TimeSpan.FromSeconds(15));
        await rooms.SettleAsync();

        rooms.Reports().Select(r => r.Text).ShouldBe(["新一新二", "舊一[2/2 missing]"]);
    }

    [Fact]
    public async Task A_whole_text_never_waits_for_another_ones_parts()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.TakeAsync(Part(1));
        await rooms.TakeAsync(Texts.Chinese("快來"));

        rooms.Reports().ShouldHaveSingleItem().Text.ShouldBe("快來");
    }

    [Fact]
    public async Task A_long_text_repeated_by_the_operator_counts_as_one_copy_more_once_every_part_came_again()
    {
        await using var rooms = Rooms.Open(_folder);
        foreach (var number in (int[])[1, 2, 3, 1, 2]) await rooms.TakeAsync(Part(number));
        rooms.Events<ReportRepeated>().ShouldBeEmpty();

        await rooms.TakeAsync(Part(3));

        rooms.Events<ReportRepeated>().ShouldHaveSingleItem().Copies.ShouldBe(2);
        rooms.Reports().ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(23, true)]
    [InlineData(25, false)]
    public async Task A_late_part_mends_a_text_of_the_same_day_and_says_how_late_it_is(int hours, bool mends)
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.TakeAsync(Texts.Part("頭", 7, 2, 1));
        await PassAsync(rooms, TimeSpan.FromSeconds(15));
        await PassAsync(rooms, TimeSpan.FromHours(hours));
        await rooms.TakeAsync(Texts.Part("尾", 7, 2, 2));
        await PassAsync(rooms, TimeSpan.FromSeconds(15));

        (mends ? rooms.Amendments() : rooms.Reports())[^1].Text.ShouldBe(mends ? "頭尾" : "[1/2 missing]尾");
        rooms.Reports().Count.ShouldBe(mends ? 1 : 2);
        if (mends)
        {
            rooms.Amendments()[0].Problems[0]
                .ShouldBe("parts far apart: 1380 min; the phone may have used its reference for another text");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_part_joins_a_text_whose_reference_the_phone_has_used_again_also_after_a_restart(bool restart)
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.Parse("2026-11-22T04:00:00Z"));
        var rooms = Rooms.Open(_folder, time);
        await rooms.TakeAsync(Texts.Part("甲頭", 7, 2, 1));
        await PassAsync(rooms, TimeSpan.FromSeconds(15));
        await rooms.TakeAsync(Texts.Part("乙頭", 7, 2, 1));
        await rooms.TakeAsync(Texts.Part("乙尾", 7, 2, 2));
        await PassAsync(rooms, TimeSpan.FromMinutes(10));
        if (restart)
        {
            await rooms.DisposeAsync();
            rooms = Rooms.Open(_folder, time);
        }

        await rooms.TakeAsync(Texts.Part("丙尾", 7, 2, 2));
        await rooms.TakeAsync(Texts.Part("丙頭", 7, 2, 1));

        rooms.Events<ReportData>().Select(Text).ShouldBe(["甲頭[2/2 missing]", "乙頭乙尾", "丙頭丙尾"]);
        await rooms.DisposeAsync();
    }

    private static string Text(ReportData report) => report.Text;

    private static async Task PassAsync(Rooms rooms, TimeSpan span)
    {
        rooms.Time.Advance(span);
        await rooms.SettleAsync();
    }

    /// <summary>Its wall clock can be set back; its monotonic one goes on.</summary>
    private sealed class SetBackClock : Microsoft.Extensions.Time.Testing.FakeTimeProvider
    {
        public TimeSpan By { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() - By;

        public override long GetTimestamp() => base.GetUtcNow().UtcTicks;
    }

    private static Protocol.Smpp.DeliverSm Part(int number) => Texts.Part(Words[number - 1], 42, 3, (byte)number);
}
