using System.Text;
using System.Text.Json;
using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Tests.Replies;
using Bridge.Tests.Reports;
using Bridge.Tests.Support;
using Bridge.Worker.Evidence;
using Bridge.Worker.Retention;
using Bridge.Worker.Store.Sqlite;
using Microsoft.Data.Sqlite;

namespace Bridge.Tests.Retention;

[Trait("Speed", "rooms")]
public sealed class RetentionTests : IDisposable
{
    private const string Text = "機密大廈PRIVATE火警";
    private const string Reply = "警員PRIVATE-REPLY很快會到達";
    private static readonly TimeSpan Retention = TimeSpan.FromDays(30);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task After_its_time_neither_database_nor_log_holds_anything_of_a_person()
    {
        await using (var rooms = Rooms.Open(_folder))
        {
            await rooms.StartSendingAsync();
            await ConverseAsync(rooms, "91112222");
            await rooms.ReceiptAsync(Receipts.InWords("m404", "DELIVRD", "000", "91119999"));
            await rooms.ExecuteAsync(
                new ReplySend("bare")
                {
                    Msisdn = "85291118888",
                    Operator = TestPlan.Mobile,
                    Kind = ReplyKind.Information,
                    Text = Reply,
                });
            await rooms.EventAsync<ReplyAccepted>(2);
            await rooms.ReceiptAsync(Receipts.InWords("m2", "DELIVRD", "000", "91118888"));
            await rooms.EventAsync<ReplyDelivered>(2);
            await rooms.HandOverAsync();
            // The search bites: everything is there before.
            CutOffLog();
            Leaks().ShouldBe(Secrets, ignoreOrder: true);

            rooms.Time.Advance(Retention + TimeSpan.FromSeconds(1));
            await rooms.EraseAsync();
            CutOffLog();

            Leaks().ShouldBeEmpty();
            Verify(rooms).ShouldBeNull();
        }

        Leaks().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_crowd_is_erased_without_a_trace_whatever_pages_sqlite_moved_it_over()
    {
        await using var rooms = Rooms.Open(_folder);
        var random = new Random(992);
        var numbers = Enumerable.Range(0, 400).Select(_ => $"9{random.Next(10_000_000):0000000}").Distinct().ToList();
        foreach (var number in numbers)
        {
            // Parts that come late land between others, and pages split in their middle.
            await rooms.TakeAsync(Texts.Part($"機密{number}PRIVATE甲", 7, 2, 2, number));
            await rooms.TakeAsync(Texts.Chinese($"機密{number}PRIVATE{new string('火', random.Next(50))}", number));
        }

        foreach (var number in numbers) await rooms.TakeAsync(Texts.Part($"機密{number}PRIVATE乙", 7, 2, 1, number));
        await rooms.HandOverAsync();
        rooms.Time.Advance(Retention + TimeSpan.FromSeconds(1));
        await rooms.EraseAsync();
        CutOffLog();

        var file = await File.ReadAllBytesAsync(_folder.File("bridge.db"));
        numbers.Where(number => Contains(file, Encoding.ASCII.GetBytes(number))).ShouldBeEmpty();
        Contains(file, Encoding.UTF8.GetBytes("機密")).ShouldBeFalse();
        Contains(file, Encoding.BigEndianUnicode.GetBytes("機密")).ShouldBeFalse();
        Verify(rooms).ShouldBeNull();
    }

    [Fact]
    public async Task An_erased_event_keeps_its_number_and_envelope_and_what_was_personal_is_null()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.TakeAsync(Texts.Chinese(Text));
        await rooms.HandOverAsync();
        var before = rooms.Outbox.ReadAfter(0, 1).Single();
        rooms.Time.Advance(Retention + TimeSpan.FromSeconds(1));
        await rooms.EraseAsync();

        var after = rooms.Outbox.ReadAfter(0, 1).Single();
        (after.Sequence, after.Id, after.Name, after.ConversationId, after.Time)
            .ShouldBe((before.Sequence, before.Id, before.Name, before.ConversationId, before.Time));
        var read = CloudEvent.ReadEvent(after.Json);
        (read.Id, read.ConversationId).ShouldBe((before.Id, before.ConversationId));
        foreach (var field in (string[])["text", "raw", "registration"])
        {
            read.Data.GetProperty(field).ValueKind.ShouldBe(JsonValueKind.Null, field);
        }

        read.Data.GetProperty("sender").GetProperty("msisdn").ValueKind.ShouldBe(JsonValueKind.Null);
        var report = read.Report.ShouldNotBeNull();
        report.IsErased().ShouldBeTrue();
        report.Language.ShouldBe("zh-Hant");
        report.ReportId.ShouldStartWith("r");
    }

    [Fact]
    public async Task A_live_thread_keeps_its_first_text_until_its_newest_activity_is_old()
    {
        await using var rooms = Rooms.Open(_folder);
        var live = rooms.Plan.ConversationIdle - TimeSpan.FromMinutes(1);
        await rooms.TakeAsync(Texts.Chinese(Text));
        for (var passed = TimeSpan.Zero; passed < Retention + live; passed += live)
        {
            rooms.Time.Advance(live);
            await rooms.TakeAsync(Texts.Chinese($"{Text}{passed.TotalMinutes}"));
        }

        await rooms.HandOverAsync();
        await rooms.EraseAsync();
        rooms.Reports()[0].Text.ShouldBe(Text);

        rooms.Time.Advance(Retention + TimeSpan.FromSeconds(1));
        await rooms.EraseAsync();
        rooms.Reports().ShouldAllBe(report => report.IsErased());
    }

    [Fact]
    public async Task A_text_that_the_bus_has_not_got_is_kept_for_it()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.TakeAsync(Texts.Chinese(Text));
        rooms.Time.Advance(Retention + TimeSpan.FromSeconds(1));
        await rooms.EraseAsync();
        rooms.Reports()[0].Text.ShouldBe(Text);

        await rooms.HandOverAsync();
        await rooms.EraseAsync();
        rooms.Reports()[0].IsErased().ShouldBeTrue();
    }

    [Fact]
    public async Task A_conversation_with_a_reply_under_way_is_live_and_an_erased_one_takes_none()
    {
        await using var rooms = Rooms.Open(_folder, with: plan => plan with { Retention = TimeSpan.FromDays(1) });
        await rooms.TakeAsync(Texts.Chinese(Text));
        await rooms.TakeAsync(Texts.Chinese(Text, "92223333"));
        await rooms.HandOverAsync();
        var reports = rooms.Reports().Select(report => report.ReportId).ToList();
        await rooms.ExecuteAsync(
            new ReplySend("k")
            {
                ReportId = reports[0],
                Kind = ReplyKind.Confirmation,
                Text = Reply,
                ValidFor = TimeSpan.FromDays(7),
            });
        rooms.Time.Advance(TimeSpan.FromDays(2));
        await rooms.EraseAsync();

        (rooms.Reports()[0].Text, rooms.Reports()[1].IsErased()).ShouldBe((Text, true));
        var late = await rooms.ExecuteAsync(Conversing.Confirm("late", reports[1], Reply));
        late.Problems.Single().ShouldContain("erased with age");
    }

    [Fact]
    public async Task What_was_never_answered_stays_counted()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.TakeAsync(Texts.Chinese(Text));
        await rooms.HandOverAsync();
        rooms.Time.Advance(Retention + TimeSpan.FromSeconds(1));
        await rooms.EraseAsync();

        rooms.Reports()[0].IsErased().ShouldBeTrue();
        rooms.State.Read().UnconfirmedReports.ShouldBe(1);
        rooms.State.Newest(10).Single().Text.ShouldBe("");
    }

    [Fact]
    public async Task A_turn_is_bounded_and_texts_go_between_the_turns()
    {
        await using var rooms = Rooms.Open(_folder);
        for (var i = 0; i < 3 * RetentionRule.MaxRows; i++) await rooms.TakeAsync(Texts.Chinese($"{Text}{i}"));
        await rooms.HandOverAsync();
        rooms.Time.Advance(Retention + TimeSpan.FromSeconds(1));
        var rule = new RetentionRule(rooms.Plan, rooms.Memory);

        var turns = 0;
        while (await rooms.Writer.RunAsync(rule.Erase, default) is { More: true } erased)
        {
            erased.Total.ShouldBeLessThanOrEqualTo(RetentionRule.MaxRows);
            (await rooms.TakeAsync(Texts.Chinese($"新{turns++}", "98887777"))).ShouldBe(CommandStatus.Ok);
        }

        turns.ShouldBeGreaterThan(8);
        rooms.Reports().Count(report => report.IsErased()).ShouldBe(3 * RetentionRule.MaxRows);
        rooms.Reports().Count(report => report.Text.StartsWith('新')).ShouldBe(turns);
        Verify(rooms).ShouldBeNull();
    }

    [Fact]
    public async Task What_still_comes_of_an_erased_text_is_a_text_of_its_own()
    {
        await using var rooms = Rooms.Open(_folder, with: plan => plan with { Retention = TimeSpan.FromSeconds(30) });
        await rooms.TakeAsync(Texts.Part("機密甲", 7, 2, 1));
        await rooms.TakeAsync(Texts.Chinese(Text, "95556666"));
        rooms.Time.Advance(TimeSpan.FromSeconds(20));
        await rooms.SettleAsync();
        await rooms.HandOverAsync();
        rooms.Time.Advance(TimeSpan.FromSeconds(31));
        await rooms.EraseAsync();
        rooms.Reports()[0].IsErased().ShouldBeTrue();

        await rooms.TakeAsync(Texts.Part("機密乙", 7, 2, 2));
        await rooms.TakeAsync(Texts.Chinese(Text, "95556666"));
        rooms.Amendments().ShouldBeEmpty();
        rooms.Events<ReportRepeated>().ShouldBeEmpty();
        rooms.Reports().Count.ShouldBe(3);
    }

    [Theory]
    [InlineData(5, 1)]
    [InlineData(300, 30)]
    [InlineData(30 * 86_400, 60)]
    public void It_looks_often_enough_for_its_time(double retention, double tick) =>
        RetentionRule.Interval(TimeSpan.FromSeconds(retention)).TotalSeconds.ShouldBe(tick);

    private static readonly string[] Secrets = [Text, Reply, "91112222", "91118888", "91119999"];

    /// <summary>A text, its repetition, its confirmation, the receipt that ran ahead of nothing.</summary>
    private static async Task ConverseAsync(Rooms rooms, string number)
    {
        var text = Texts.Chinese(Text, number);
        await rooms.TakeAsync(text);
        await rooms.TakeAsync(text);
        var report = rooms.Reports()[0].ReportId;
        await rooms.ConfirmAsync(report, "k", Reply);
        await rooms.EventAsync<ReplyAccepted>();
        await rooms.ReceiptAsync(Receipts.InWords("m1", "DELIVRD", "000", number));
        await rooms.EventAsync<ReplyDelivered>();
    }

    private EvidenceBreak? Verify(Rooms rooms) =>
        new SqliteDatabase(_folder.File("bridge.db")).Read(connection => EvidenceVerification.Run(connection)).Break;

    /// <summary>As the checkpointer does after an erasure.</summary>
    private void CutOffLog()
    {
        using var connection = new SqliteConnection($"Data Source={_folder.File("bridge.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        command.ExecuteScalar().ShouldBe(0L);
    }

    private List<string> Leaks()
    {
        var octets = Directory.GetFiles(Path.GetDirectoryName(_folder.File("x"))!, "bridge.db*")
            .Where(path => !path.EndsWith(".lock", StringComparison.Ordinal)).Select(ReadShared).ToList();
        return [.. Secrets.Where(secret => Forms(secret).Any(form => octets.Any(file => Contains(file, form))))];
    }

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var octets = new byte[file.Length];
        file.ReadExactly(octets);
        return octets;
    }

    private static IEnumerable<byte[]> Forms(string secret)
    {
        yield return Encoding.UTF8.GetBytes(secret);
        yield return Encoding.BigEndianUnicode.GetBytes(secret);
        yield return Encoding.Unicode.GetBytes(secret);
        yield return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(secret)));
        yield return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(Encoding.BigEndianUnicode.GetBytes(secret)));
        yield return Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.BigEndianUnicode.GetBytes(secret)).TrimEnd('=')[..^1]);
    }

    private static bool Contains(byte[] file, byte[] octets) => file.AsSpan().IndexOf(octets) >= 0;
}
