using System.Runtime.Versioning;
using Bridge.Tests.Reports;
using Bridge.Tests.Support;

namespace Bridge.Tests.Store;

/// <summary>The store is its owner's alone, whatever mask the process was started with (the tests' own lets everybody read).</summary>
[UnsupportedOSPlatform("windows")]
[Trait("Speed", "rooms")]
public sealed class StoreFilesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Folder_database_and_log_are_made_for_the_owner_alone()
    {
        var store = Path.Combine(_folder.File("var"), "bridge.db");
        await using var rooms = Rooms.Open(TestPlan.Create(store));
        await rooms.TakeAsync(Texts.Chinese("火警"));

        FileModes.Of(_folder.File("var")).ShouldBe("rwx------");
        foreach (var file in (string[])["", "-wal", "-shm"]) FileModes.Of(store + file).ShouldBe("rw-------", file);
    }

    [Fact]
    public async Task A_store_that_was_open_to_all_is_closed_to_others_and_a_backups_group_stays()
    {
        await using (var before = Rooms.Open(_folder)) await before.TakeAsync(Texts.Chinese("火警"));
        FileModes.Set(
            _folder.File("bridge.db"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

        await using var rooms = Rooms.Open(_folder);

        FileModes.Of(_folder.File("bridge.db")).ShouldBe("rw-r-----");
        (await rooms.TakeAsync(Texts.Chinese("又來"))).ShouldBe(Bridge.Protocol.Smpp.CommandStatus.Ok);
    }
}
