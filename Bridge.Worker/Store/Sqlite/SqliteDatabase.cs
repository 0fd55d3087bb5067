using Microsoft.Data.Sqlite;

namespace Bridge.Worker.Store.Sqlite;

/// <summary>
/// Opens connections to the store's file with the settings that "accepted means durable" rests on, and reads each one back.
/// </summary>
internal sealed class SqliteDatabase(string path)
{
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>
    /// WAL with synchronous=FULL syncs the log at every commit; NORMAL may lose the last commits at a power cut. Automatic checkpoints are
    /// off: they would land inside some text's commit (see <see cref="Checkpointer"/>). What is erased is overwritten in the file
    /// (secure_delete), and no statement writes what it changes to a temporary file (temp_store).
    /// </summary>
    private static readonly (string Pragma, string Value)[] Settings =
    [
        ("journal_mode", "wal"), ("synchronous", "2"), ("wal_autocheckpoint", "0"), ("foreign_keys", "1"), ("busy_timeout", "5000"),
        ("secure_delete", "1"), ("temp_store", "2"),
    ];

    /// <exception cref="SqliteException">The file cannot be opened.</exception>
    /// <exception cref="StoreUnusableException">A setting does not take.</exception>
    public StoreConnection Open()
    {
        var connection = new StoreConnection(Path);
        try
        {
            foreach (var (pragma, value) in Settings) Apply(connection, pragma, value);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Reads beside a running daemon, and without one.</summary>
    /// <exception cref="StoreUnusableException">There is no store, or it cannot be read.</exception>
    public T Read<T>(Func<StoreConnection, T> read)
    {
        if (!File.Exists(Path)) throw new StoreUnusableException($"there is no store at {Path}");
        try
        {
            using var connection = Open();
            return read(connection);
        }
        catch (SqliteException fault)
        {
            throw new StoreUnusableException($"the store {Path} cannot be read: {fault.Message}");
        }
    }

    /// <summary>
    /// Creates the folder and the tables, and looks for damage. What it creates is its owner's alone; what is there is closed to others.
    /// </summary>
    /// <exception cref="StoreUnusableException">Cannot be opened or made, damaged, from a newer bridge, or on a file system where a setting
    /// does not take.</exception>
    public void Prepare()
    {
        try
        {
            StoreFiles.Secure(Path);
            using var connection = Open();
            Schema.Migrate(connection);
            if (connection.Ask("PRAGMA quick_check(1)") != "ok")
            {
                throw new StoreUnusableException($"the store {Path} is damaged: restore it from a copy, keep this one");
            }
        }
        catch (Exception fault) when (fault is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new StoreUnusableException($"the store {Path} cannot be opened: {fault.Message}");
        }
    }

    private static void Apply(StoreConnection connection, string pragma, string value)
    {
        connection.Execute($"PRAGMA {pragma} = {value}");
        if (connection.Ask($"PRAGMA {pragma}") != value)
        {
            throw new StoreUnusableException($"the store does not take the setting {pragma} = {value}");
        }
    }
}
