using Bridge.Protocol.Centre;
using Bridge.Tests.Reports;
using Bridge.Tests.Support;
using Bridge.Worker.Hosting;

namespace Bridge.Tests.Hosting;

[Trait("Speed", "rooms")]
public sealed class UnansweredTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task After_an_outage_everyone_without_a_delivered_confirmation_is_listed_the_longest_first()
    {
        await using var rooms = Rooms.Open(_folder, receipts: false);
        await rooms.StartSendingAsync();
        await rooms.TakeAsync(Texts.Chinese("早已完結", "91111111"));
        rooms.Time.Advance(TimeSpan.FromHours(3));
        await rooms.TakeAsync(Texts.Chinese("第一", "92222222"));
        rooms.Time.Advance(TimeSpan.FromMinutes(1));
        await rooms.TakeAsync(Texts.Chinese("第二", "93333333"));
        await rooms.TakeAsync(Texts.Chinese("有答覆", "94444444"));
        await rooms.TakeAsync(Texts.Chinese("測試", "90000000"));
        await rooms.TakeAsync(Texts.Chinese("又來", "92222222"));
        await rooms.ExecuteAsync(new ReportTaken("t", rooms.ReportOf("第二")));
        await rooms.ConfirmAsync(rooms.ReportOf("有答覆"), "k");
        await rooms.EventAsync<ReplyAccepted>();

        var output = new StringWriter();
        var exit = await UnansweredCommand.RunAsync(rooms.Plan, "2026-11-22T06:30:00Z", rooms.Time, output, TextWriter.Null);

        exit.ShouldBe(1);
        output.ToString().ShouldBe("""
            2026-11-22T07:00:00Z  85292222222      harbour-mobile          2 texts  not taken by the centre
            2026-11-22T07:01:00Z  85293333333      harbour-mobile          1 text   taken by the centre, no reply

            """);
    }

    [Fact]
    public async Task Nobody_waiting_is_silence_and_a_missing_store_is_said()
    {
        await using (var rooms = Rooms.Open(_folder))
        {
            (await UnansweredCommand.RunAsync(rooms.Plan, null, rooms.Time, TextWriter.Null, TextWriter.Null)).ShouldBe(0);
        }

        var error = new StringWriter();
        var elsewhere = TestPlan.Create(_folder.File("nowhere.db"));
        (await UnansweredCommand.RunAsync(elsewhere, null, TimeProvider.System, TextWriter.Null, error)).ShouldBe(2);
        error.ToString().ShouldContain("there is no store at");
        (await UnansweredCommand.RunAsync(elsewhere, "yesterday-ish", TimeProvider.System, TextWriter.Null, error)).ShouldBe(64);
    }
}
