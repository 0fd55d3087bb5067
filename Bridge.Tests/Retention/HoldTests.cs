using Bridge.Tests.Reports;
using Bridge.Tests.Support;
using Bridge.Worker.Retention;
using Bridge.Worker.Store.Sqlite;

namespace Bridge.Tests.Retention;

[Trait("Speed", "rooms")]
public sealed class HoldTests : IDisposable
{
    private static readonly TimeSpan Old = TimeSpan.FromDays(30) + TimeSpan.FromSeconds(1);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_held_outlives_its_time_until_every_hold_is_removed_and_each_act_is_on_record()
    {
        await using var rooms = Rooms.Open(_folder);
        var holds = new LegalHolds(rooms.Writer);
        await rooms.TakeAsync(Texts.Chinese("要留"));
        await rooms.TakeAsync(Texts.Chinese("不留", "92223333"));
        await rooms.HandOverAsync();
        var held = rooms.Reports()[0];
        var (report, conversation) = (held.ReportId, held.ConversationId);

        (await holds.AddAsync(report, "lee", "case 7", default)).ShouldBe(HoldResult.Done);
        (await holds.AddAsync(report, "lee", "case 7", default)).ShouldBe(HoldResult.Unchanged);
        (await holds.AddAsync(conversation, "chan", "case 8", default)).ShouldBe(HoldResult.Done);
        (await holds.ListAsync(default)).Select(hold => (hold.Target, hold.By, hold.Reason))
            .ShouldBe([(report, "lee", "case 7"), (conversation, "chan", "case 8")]);

        rooms.Time.Advance(Old);
        await rooms.EraseAsync();
        TextsOf(rooms).ShouldBe(["要留", ""]);

        (await holds.RemoveAsync(report, "lee", "closed", default)).ShouldBe(HoldResult.Done);
        await rooms.EraseAsync();
        TextsOf(rooms).ShouldBe(["要留", ""]);

        (await holds.RemoveAsync(conversation, "chan", null, default)).ShouldBe(HoldResult.Done);
        await rooms.EraseAsync();
        TextsOf(rooms).ShouldBe(["", ""]);
        (await holds.ListAsync(default)).ShouldBeEmpty();

        Acts().ShouldBe([
            $$"""{"act":"hold.add","subject":"{{report}}","by":"lee","reason":"case 7"}""",
            $$"""{"act":"hold.add","subject":"{{conversation}}","by":"chan","reason":"case 8"}""",
            $$"""{"act":"hold.remove","subject":"{{report}}","by":"lee","reason":"closed"}""",
            $$"""{"act":"hold.remove","subject":"{{conversation}}","by":"chan","reason":null}""",
        ]);
    }

    [Fact]
    public async Task What_is_not_there_or_is_gone_cannot_be_held()
    {
        await using var rooms = Rooms.Open(_folder);
        var holds = new LegalHolds(rooms.Writer);
        await rooms.TakeAsync(Texts.Chinese("早已不留"));
        await rooms.HandOverAsync();
        var report = rooms.Reports()[0].ReportId;
        rooms.Time.Advance(Old);
        await rooms.EraseAsync();

        (await holds.AddAsync(report, null, null, default)).ShouldBe(HoldResult.Erased);
        (await holds.AddAsync("nobody", null, null, default)).ShouldBe(HoldResult.Unknown);
        (await holds.RemoveAsync("nobody", null, null, default)).ShouldBe(HoldResult.Unknown);
        (await holds.RemoveAsync(report, null, null, default)).ShouldBe(HoldResult.Unchanged);
        Acts().ShouldBeEmpty();
    }

    /// <summary>Empty where it is erased.</summary>
    private static List<string> TextsOf(Rooms rooms) => [.. rooms.Reports().Select(report => report.Text)];

    private List<string> Acts() => new SqliteDatabase(_folder.File("bridge.db")).Read(connection =>
        connection.Prepare("SELECT CAST(body AS TEXT) AS body FROM records WHERE kind = 'act' ORDER BY position")
            .All(row => row.Text("body")));
}
