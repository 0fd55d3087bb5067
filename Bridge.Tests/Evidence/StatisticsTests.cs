using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Tests.Reports;
using Bridge.Tests.Retention;
using Bridge.Tests.Support;
using Bridge.Worker.Hosting;

namespace Bridge.Tests.Evidence;

[Trait("Speed", "rooms")]
public sealed class StatisticsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_month_in_figures_is_the_same_after_everything_personal_is_erased()
    {
        await using var rooms = Rooms.Open(_folder, new(DateTimeOffset.Parse("2026-10-31T15:59:00Z")), receipts: false);
        await rooms.StartSendingAsync();
        // A minute before midnight in Hong Kong: October's.
        await rooms.TakeAsync(Texts.Chinese("十月的", "91110000"));
        rooms.Time.Advance(TimeSpan.FromMinutes(2));

        // Confirmed in time, with a repetition; late; never, and in English; resent; with a part missing; a system's test.
        await ConfirmAsync(rooms, "91111111", "有人受傷", TimeSpan.FromSeconds(40), repeated: true);
        await ConfirmAsync(rooms, "91112222", "火警", TimeSpan.FromMinutes(6), repeated: false);
        await rooms.TakeAsync(Texts.English("help me", "91113333"));
        rooms.Time.Advance(TimeSpan.FromMinutes(10));
        await rooms.TakeAsync(Texts.English("help me", "91113333"));
        await rooms.TakeAsync(Texts.Part("只有一半", 5, 2, 1, "91114444"));
        rooms.Time.Advance(TimeSpan.FromSeconds(16));
        await rooms.SettleAsync();
        await rooms.TakeAsync(Texts.Chinese("測試", "90000000"));
        await rooms.TakeAsync(Texts.Chinese("座機", "21115555"), TestPlan.Fixed);
        rooms.Links.Answer = (_, _) => ScriptedLinks.Refused(CommandStatus.InvDstAdr);
        await ReplyAsync(rooms, "座機");
        await rooms.EventAsync<ReplyFailed>();

        var expected = """
            harbour-mobile
              reports         5 (repeats 1, resends 1, incomplete 1; system tests apart 1)
              by language     en 2, zh 2, zh-Hant 1
              confirmed       in time 1, late 1, never 3
              to taken        median 40.0 s, p95 360.0 s, of 2
              to confirmed    median 40.0 s, p95 360.0 s, of 2
              replies         2: delivered 0, accepted 2, failed 0, expired 0, under way 0
            lion-fixed
              reports         1 (repeats 0, resends 0, incomplete 0; system tests apart 0)
              by language     zh-Hant 1
              confirmed       in time 0, late 0, never 1
              to taken        median 0.0 s, p95 0.0 s, of 1
              to confirmed    none
              replies         1: delivered 0, accepted 0, failed 1, expired 0, under way 0

            """;
        (await PrintAsync(rooms)).ShouldBe(expected);
        var json = await PrintAsync(rooms, asJson: true);

        await rooms.HandOverAsync();
        rooms.Time.Advance(TimeSpan.FromDays(31));
        await rooms.EraseAsync();
        rooms.Reports().ShouldAllBe(report => report.IsErased());

        (await PrintAsync(rooms)).ShouldBe(expected);
        (await PrintAsync(rooms, asJson: true)).ShouldBe(json);
        foreach (var personal in (string[])["9111", "2111", "有人", "help"]) json.ShouldNotContain(personal);
    }

    [Fact]
    public async Task A_month_that_is_none_and_a_store_that_is_none_are_said()
    {
        var plan = TestPlan.Create(_folder.File("nowhere.db"));
        (await StatisticsCommand.RunAsync(plan, "November", false, TextWriter.Null, TextWriter.Null)).ShouldBe(64);
        (await StatisticsCommand.RunAsync(plan, "2026-11", false, TextWriter.Null, TextWriter.Null)).ShouldBe(2);
    }

    private static async Task ConfirmAsync(Rooms rooms, string number, string text, TimeSpan after, bool repeated)
    {
        await rooms.TakeAsync(Texts.Chinese(text, number));
        if (repeated) await rooms.TakeAsync(Texts.Chinese(text, number));
        rooms.Time.Advance(after);
        var accepted = rooms.Events<ReplyAccepted>().Count;
        await ReplyAsync(rooms, text);
        await rooms.EventAsync<ReplyAccepted>(accepted + 1);
    }

    private static Task ReplyAsync(Rooms rooms, string text) => rooms.ConfirmAsync(rooms.ReportOf(text), $"k-{rooms.ReportOf(text)}");

    private static async Task<string> PrintAsync(Rooms rooms, bool asJson = false)
    {
        var output = new StringWriter();
        (await StatisticsCommand.RunAsync(rooms.Plan, "2026-11", asJson, output, TextWriter.Null)).ShouldBe(0);
        return output.ToString();
    }
}
