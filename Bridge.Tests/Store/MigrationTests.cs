using Bridge.Protocol.Centre;
using Bridge.Tests.Support;
using Bridge.Worker.Store.Sqlite;

namespace Bridge.Tests.Store;

/// <summary>Stores of the version before are in the field. The test follows the newest step: both change together.</summary>
[Trait("Speed", "rooms")]
public sealed class MigrationTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_store_of_the_version_before_is_taken_over_with_all_that_is_in_it()
    {
        string report;
        await using (var before = Rooms.Open(_folder))
        {
            report = await before.ReportAsync();
            await before.ConfirmAsync(report, "k1");
        }

        UndoNewestStep("ALTER TABLE replies DROP COLUMN text");

        await using var rooms = Rooms.Open(_folder);
        Ask("PRAGMA user_version").ShouldBe($"{Schema.Version}");
        rooms.Reports().ShouldHaveSingleItem().ReportId.ShouldBe(report);
        var reply = (await rooms.OpenRepliesAsync()).ShouldHaveSingleItem();
        (await rooms.Writer.RunAsync(transaction => transaction.Replies.TextOf(reply.Row), default)).ShouldBeNull();

        await rooms.StartSendingAsync();
        (await rooms.EventAsync<ReplyAccepted>()).CommandId.ShouldBe("k1");
        await rooms.ConfirmAsync(report, "k2", "有警員了");
        var newest = await rooms.Writer.RunAsync(transaction => transaction.Replies.TextOf(reply.Row + 1), default);
        newest.ShouldBe("有警員了");
    }

    /// <summary>Leaves the store as the bridge before would have made it.</summary>
    private void UndoNewestStep(string sql)
    {
        using var connection = new SqliteDatabase(_folder.File("bridge.db")).Open();
        connection.Execute(sql);
        connection.Execute($"PRAGMA user_version = {Schema.Version - 1}");
    }

    private string? Ask(string sql)
    {
        using var connection = new SqliteDatabase(_folder.File("bridge.db")).Open();
        return connection.Ask(sql);
    }
}
