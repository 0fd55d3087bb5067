using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Tests.Reports;
using Bridge.Tests.Support;
using Bridge.Worker.Store;
using Bridge.Worker.Store.Sqlite;
using Microsoft.Data.Sqlite;

namespace Bridge.Tests.Store;

[Trait("Speed", "rooms")]
public sealed class GroupCommitTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_answered_ok_is_in_the_file_when_the_answer_comes()
    {
        await using var rooms = Rooms.Open(_folder);
        for (var i = 0; i < 20; i++)
        {
            (await rooms.TakeAsync(Texts.Chinese($"第{i}個"))).ShouldBe(CommandStatus.Ok);
            Count("reports").ShouldBe(i + 1);
            Count("events").ShouldBe(i + 1);
            Count("parts").ShouldBe(i + 1);
        }
    }

    [Fact]
    public async Task One_poisonous_work_costs_only_itself()
    {
        await using var rooms = Rooms.Open(_folder);
        var held = await HoldAsync(rooms);
        var poison = rooms.Writer.RunAsync<bool>(_ => throw new InvalidOperationException("poison"), default);
        var texts = Enumerable.Range(0, 50).Select(i => rooms.TakeAsync(Texts.Chinese($"第{i}個"))).ToList();
        held.SetResult();

        await Should.ThrowAsync<InvalidOperationException>(poison);
        (await Task.WhenAll(texts)).ShouldAllBe(status => status == CommandStatus.Ok);
        rooms.Reports().Count.ShouldBe(50);
        rooms.Outbox.ReadAfter(0, 100).Select(e => e.Sequence).ShouldBe(Enumerable.Range(1, 50).Select(i => (long)i));
    }

    [Fact]
    public async Task A_full_disk_is_asked_once_for_a_whole_group_and_not_once_for_each_text()
    {
        await using var rooms = Rooms.Open(_folder);
        var asked = 0;
        var held = await HoldAsync(rooms);
        var first = rooms.Writer.RunAsync<bool>(
            _ => ++asked > 0 ? throw new SqliteException("database or disk is full", 13) : true, default);
        var texts = Enumerable.Range(0, 50).Select(i => rooms.TakeAsync(Texts.Chinese($"第{i}個"))).ToList();
        held.SetResult();

        await Should.ThrowAsync<SqliteException>(first);
        (await Task.WhenAll(texts)).ShouldAllBe(status => status == CommandStatus.SysErr);
        asked.ShouldBe(1);

        (await Task.WhenAll(Enumerable.Range(0, 50).Select(i => rooms.TakeAsync(Texts.Chinese($"第{i}個"))))).ShouldAllBe(status =>
            status == CommandStatus.Ok);
        rooms.Reports().Count.ShouldBe(50);
        rooms.Events<ReportRepeated>().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_store_that_refuses_gives_the_temporary_error_and_takes_the_repetition_as_new()
    {
        await using var rooms = Rooms.Open(_folder);
        await rooms.TakeAsync(Texts.Chinese("一"));
        using (var other = new SqliteConnection($"Data Source={_folder.File("bridge.db")};Pooling=False"))
        {
            other.Open();
            Execute(other, "ALTER TABLE parts RENAME TO gone");
            (await rooms.TakeAsync(Texts.Chinese("二"))).ShouldBe(CommandStatus.SysErr);
            rooms.Writer.IsUp.ShouldBeFalse();
            Execute(other, "ALTER TABLE gone RENAME TO parts");
        }

        (await rooms.TakeAsync(Texts.Chinese("二"))).ShouldBe(CommandStatus.Ok);
        rooms.Writer.IsUp.ShouldBeTrue();
        rooms.Reports().Count.ShouldBe(2);
        rooms.Events<ReportRepeated>().ShouldBeEmpty();
    }

    [Fact]
    public void Every_connection_syncs_at_each_commit()
    {
        var database = new SqliteDatabase(_folder.File("bridge.db"));
        database.Prepare();
        using var connection = database.Open();
        connection.Ask("PRAGMA synchronous").ShouldBe("2");
        connection.Ask("PRAGMA journal_mode").ShouldBe("wal");
    }

    [Fact]
    public void A_store_of_a_newer_bridge_is_left_alone()
    {
        var database = new SqliteDatabase(_folder.File("bridge.db"));
        database.Prepare();
        using (var connection = database.Open()) connection.Execute("PRAGMA user_version = 99");

        Should.Throw<StoreUnusableException>(database.Prepare).Message.ShouldContain("version 99");
    }

    /// <summary>The writer is inside a work until the result is set; what is posted meanwhile is one group.</summary>
    private static async Task<TaskCompletionSource> HoldAsync(Rooms rooms)
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var held = new TaskCompletionSource();
        _ = rooms.Writer.RunAsync(_ =>
        {
            entered.TrySetResult();
            return held.Task.Wait(TimeSpan.FromSeconds(30));
        }, default);
        await entered.Task;
        return held;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private long Count(string table)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.File("bridge.db")};Pooling=False;Mode=ReadOnly");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM {table}";
        return (long)command.ExecuteScalar()!;
    }
}
