using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Tests.Support;

namespace Bridge.Tests.Reports;

/// <summary>A sender's texts and the centre's answers are one thread, with a beginning, an end, and what comes after it.</summary>
[Trait("Speed", "rooms")]
public sealed class ConversationTests : IDisposable
{
    private static readonly TimeSpan Idle = TimeSpan.FromHours(2);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_answer_of_the_centre_is_a_sign_of_life_like_a_text()
    {
        await using var rooms = Rooms.Open(_folder);
        var first = await TakeAsync(rooms, "一");
        rooms.Time.Advance(Idle - TimeSpan.FromSeconds(1));
        await rooms.ExecuteAsync(Question("k1") with { ReportId = Id(first) });
        rooms.Time.Advance(Idle - TimeSpan.FromSeconds(1));

        Conversation(await TakeAsync(rooms, "二")).ShouldBe(Conversation(first));
    }

    [Fact]
    public async Task After_the_end_by_command_a_text_opens_a_new_one_that_names_the_former()
    {
        await using var rooms = Rooms.Open(_folder);
        var first = await TakeAsync(rooms, "一");
        Previous(first).ShouldBeNull();
        await rooms.ExecuteAsync(new ConversationClose("c1", Conversation(first)));

        var second = await TakeAsync(rooms, "二");
        var third = await TakeAsync(rooms, "三");

        Conversation(second).ShouldNotBe(Conversation(first));
        Previous(second).ShouldBe(Conversation(first));
        Conversation(third).ShouldBe(Conversation(second));
        Previous(third).ShouldBe(Conversation(first));
    }

    [Fact]
    public async Task After_silence_too_and_the_former_is_still_known_after_a_restart()
    {
        ReportData first;
        await using (var before = Rooms.Open(_folder)) first = await TakeAsync(before, "一");
        await using var rooms = Rooms.Open(_folder);
        rooms.Time.Advance(Idle);
        await rooms.TakeAsync(Texts.Part("前", 7, 2, 1));
        rooms.Time.Advance(TimeSpan.FromSeconds(15));
        await rooms.SettleAsync();
        await rooms.TakeAsync(Texts.Part("後", 7, 2, 2));

        Previous(rooms.Reports()[^1]).ShouldBe(Conversation(first));
        Previous(rooms.Amendments()[^1]).ShouldBe(Conversation(first));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_text_of_the_centre_opens_again_what_was_ended_or_silent(bool byCommand)
    {
        await using var rooms = Rooms.Open(_folder);
        var first = await TakeAsync(rooms, "一");
        if (byCommand) await rooms.ExecuteAsync(new ConversationClose("c1", Conversation(first)));
        rooms.Time.Advance(TimeSpan.FromHours(10));

        (await rooms.ExecuteAsync(Question("k1") with { ConversationId = Conversation(first) })).IsAccepted.ShouldBeTrue();
        rooms.Time.Advance(TimeSpan.FromMinutes(1));
        var answer = await TakeAsync(rooms, "二");

        Conversation(answer).ShouldBe(Conversation(first));
        await rooms.ExecuteAsync(new ConversationClose("c2", Conversation(first)));
        Conversation(await TakeAsync(rooms, "三")).ShouldNotBe(Conversation(first), "it can be ended again");
    }

    [Fact]
    public async Task An_answer_joins_the_thread_in_which_the_centre_last_wrote()
    {
        await using var rooms = Rooms.Open(_folder);
        var former = await TakeAsync(rooms, "一");
        rooms.Time.Advance(Idle);
        var newer = await TakeAsync(rooms, "二");
        rooms.Time.Advance(TimeSpan.FromMinutes(1));
        await rooms.ExecuteAsync(Question("k1") with { ConversationId = Conversation(former) });
        rooms.Time.Advance(TimeSpan.FromMinutes(1));

        Conversation(await TakeAsync(rooms, "三")).ShouldBe(Conversation(former));
        Conversation(newer).ShouldNotBe(Conversation(former));
    }

    [Fact]
    public async Task A_resend_is_known_across_the_end_of_the_thread_but_not_for_ever()
    {
        await using var rooms = Rooms.Open(_folder);
        var first = await TakeAsync(rooms, "我在上環");
        await rooms.ExecuteAsync(new ConversationClose("c1", Conversation(first)));
        rooms.Time.Advance(TimeSpan.FromMinutes(6));

        var second = await TakeAsync(rooms, "我在上環");
        second.ResendOf.ShouldBe(Id(first));
        Previous(second).ShouldBe(Conversation(first));

        // A draft that was kept on the phone is another emergency on another day.
        rooms.Time.Advance(TimeSpan.FromDays(1));
        (await TakeAsync(rooms, "我在上環")).ResendOf.ShouldBeNull();
        (await TakeAsync(rooms, "我在上環", "98765432")).ResendOf.ShouldBeNull();
    }

    [Fact]
    public async Task A_resend_through_another_operator_is_known_too()
    {
        await using var rooms = Rooms.Open(_folder);
        var first = await TakeAsync(rooms, "我在上環");
        rooms.Time.Advance(TimeSpan.FromMinutes(6));
        await rooms.TakeAsync(Texts.Chinese("我在上環"), TestPlan.Fixed);

        var second = rooms.Reports()[^1];
        second.ResendOf.ShouldBe(Id(first));
        Conversation(second).ShouldBe(Conversation(first));
    }

    [Fact]
    public async Task A_long_text_sent_ten_times_with_ten_references_over_two_links_is_one_report_with_ten_copies()
    {
        await using var rooms = Rooms.Open(_folder);
        for (byte press = 0; press < 10; press++)
        {
            (await rooms.TakeAsync(Texts.Part("前半", press, 2, 1), link: press % 2 == 0 ? "a" : "b")).ShouldBe(CommandStatus.Ok);
            (await rooms.TakeAsync(Texts.Part("後半", press, 2, 2), link: press % 3 == 0 ? "a" : "b")).ShouldBe(CommandStatus.Ok);
            rooms.Time.Advance(TimeSpan.FromSeconds(5));
        }

        await rooms.SettleAsync();
        rooms.Reports().ShouldHaveSingleItem();
        rooms.Events<ReportRepeated>()[^1].Copies.ShouldBe(10);
        rooms.State.Read().UnconfirmedReports.ShouldBe(1);

        // The operator's own copy of a copy counts too; whole, and only once it is.
        await rooms.TakeAsync(Texts.Part("前半", 9, 2, 1));
        await rooms.TakeAsync(Texts.Part("後半", 9, 2, 2));
        rooms.Time.Advance(TimeSpan.FromSeconds(1));
        await rooms.SettleAsync();
        rooms.Events<ReportRepeated>()[^1].Copies.ShouldBe(11);
        rooms.Reports().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Copies_of_a_long_text_are_known_after_a_restart_and_are_reports_after_the_window_or_the_end()
    {
        await using (var before = Rooms.Open(_folder))
        {
            await before.TakeAsync(Texts.Part("前半", 1, 2, 1));
            await before.TakeAsync(Texts.Part("後半", 1, 2, 2));
        }

        await using var rooms = Rooms.Open(_folder);
        await rooms.TakeAsync(Texts.Part("前半", 2, 2, 1));
        await rooms.TakeAsync(Texts.Part("後半", 2, 2, 2));
        var first = rooms.Reports().ShouldHaveSingleItem();
        rooms.Events<ReportRepeated>().ShouldHaveSingleItem().Copies.ShouldBe(2);

        await rooms.ExecuteAsync(new ConversationClose("c1", Conversation(first)));
        await rooms.TakeAsync(Texts.Part("前半", 3, 2, 1));
        await rooms.TakeAsync(Texts.Part("後半", 3, 2, 2));
        rooms.Reports().Count.ShouldBe(2);

        rooms.Time.Advance(TimeSpan.FromMinutes(5));
        await rooms.TakeAsync(Texts.Part("前半", 4, 2, 1));
        await rooms.TakeAsync(Texts.Part("後半", 4, 2, 2));
        rooms.Reports().Count.ShouldBe(3);
        rooms.Reports().Skip(1).Select(report => report.ResendOf)
            .ShouldBe(rooms.Reports().Take(2).Select(Id));
    }

    [Fact]
    public async Task Ten_different_texts_long_and_short_are_ten_reports_in_their_order()
    {
        await using var rooms = Rooms.Open(_folder);
        List<string> said = [];
        for (byte press = 0; press < 10; press++)
        {
            var link = press % 2 == 0 ? "a" : "b";
            said.Add($"第{press}個{(press % 3 == 0 ? "長" : "")}");
            if (press % 3 != 0)
            {
                await rooms.TakeAsync(Texts.Chinese(said[^1]), link: link);
                continue;
            }

            await rooms.TakeAsync(Texts.Part("長", press, 2, 2), link: link);
            await rooms.TakeAsync(Texts.Part($"第{press}個", press, 2, 1), link: link);
        }

        var reports = rooms.Reports();
        reports.Select(report => report.Text).ShouldBe(said);
        reports.Select(Conversation).Distinct().Count().ShouldBe(1);
        rooms.Events<ReportRepeated>().ShouldBeEmpty();
    }

    private static string Id(ReportData report) => report.ReportId;

    private static string Conversation(ReportData report) => report.ConversationId;

    private static string? Previous(ReportData report) => report.PreviousConversationId;

    private static ReplySend Question(string id) => new(id) { Kind = ReplyKind.Question, Text = "你在哪裏？" };

    private static async Task<ReportData> TakeAsync(Rooms rooms, string text, string from = "91234567")
    {
        (await rooms.TakeAsync(Texts.Chinese(text, from))).ShouldBe(CommandStatus.Ok);
        return rooms.Reports()[^1];
    }
}
