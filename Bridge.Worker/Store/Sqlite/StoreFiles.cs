namespace Bridge.Worker.Store.Sqlite;

/// <summary>
/// Who may read the store's files: its owner. SQLite gives `-wal` and `-shm` the mode of the database, so the file is made before SQLite
/// would make it with the process's mask. A group that an administrator let in to a file that is there (a backup's) stays; everybody else's
/// access goes.
/// </summary>
internal static class StoreFiles
{
    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnFolder = OwnFile | UnixFileMode.UserExecute;
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>For a store that is to be there; a folder that is there stays as it is.</summary>
    public static void CreateFolder(string path)
    {
        var folder = Path.GetDirectoryName(path)!;

        // On Windows the folder inherits its access list.
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, OwnFolder);
    }

    public static void Secure(string path)
    {
        CreateFolder(path);
        if (OperatingSystem.IsWindows()) return;
        if (!File.Exists(path))
        {
            new FileStream(
                path,
                new FileStreamOptions
                {
                    Mode = FileMode.CreateNew,
                    Access = FileAccess.Write,
                    UnixCreateMode = OwnFile,
                }).Dispose();
        }
        foreach (var file in (string[])[path, path + "-wal", path + "-shm"])
        {
            if (File.Exists(file) && File.GetUnixFileMode(file) is var mode && (mode & Others) != UnixFileMode.None)
            {
                File.SetUnixFileMode(file, mode & ~Others);
            }
        }
    }
}
