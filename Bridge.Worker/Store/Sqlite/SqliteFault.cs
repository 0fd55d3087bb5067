using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Bridge.Worker.Store.Sqlite;

/// <summary>What an error of SQLite is about.</summary>
internal static class SqliteFault
{
    /// <summary>The disk or the file, whatever was to be written.</summary>
    public static bool IsOfTheDisk(Exception error) => error is SqliteException
    {
        SqliteErrorCode: raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY or raw.SQLITE_CORRUPT
            or raw.SQLITE_NOTADB,
    };
}
