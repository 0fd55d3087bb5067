using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Bridge.Worker.Store;

/// <summary>
/// One prepared statement, bound and stepped through SQLite's own API: on the path of every text ADO.NET's parameters and readers cost more
/// than the statement. Owned by one connection and one thread. Parameters count from 1, columns from 0, as SQLite has them.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _db;
    private readonly sqlite3_stmt _handle;

    public Statement(SqliteConnection connection, string sql)
    {
        _db = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(_db, sql, out _handle));
    }

    public Statement Set(int parameter, long value)
    {
        Check(raw.sqlite3_bind_int64(_handle, parameter, value));
        return this;
    }

    public Statement Set(int parameter, long? value) => value is { } some ? Set(parameter, some) : SetNull(parameter);

    public Statement Set(int parameter, bool value) => Set(parameter, value ? 1L : 0L);

    public Statement Set(int parameter, string? value)
    {
        if (value is null) return SetNull(parameter);
        Check(raw.sqlite3_bind_text(_handle, parameter, value));
        return this;
    }

    public Statement Set(int parameter, ReadOnlySpan<byte> value)
    {
        Check(raw.sqlite3_bind_blob(_handle, parameter, value));
        return this;
    }

    /// <summary>NULL for no octets at all.</summary>
    public Statement SetOrNull(int parameter, ReadOnlySpan<byte> value) => value.IsEmpty ? SetNull(parameter) : Set(parameter, value);

    public Statement Set(int parameter, DateTimeOffset value) => Set(parameter, StoredTime.Of(value));

    public Statement Set(int parameter, DateTimeOffset? value) => value is { } some ? Set(parameter, some) : SetNull(parameter);

    /// <summary>True when there is a row; the statement is reset by itself when there is none.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(_handle);
        if (code == raw.SQLITE_ROW) return true;
        raw.sqlite3_reset(_handle);
        if (code != raw.SQLITE_DONE) Check(code);
        return false;
    }

    /// <summary>Runs a statement that gives no rows, or of which the rows do not matter.</summary>
    public void Run()
    {
        try
        {
            Step();
        }
        finally
        {
            Reset();
        }
    }

    public void Reset() => raw.sqlite3_reset(_handle);

    public bool IsNull(int column) => raw.sqlite3_column_type(_handle, column) == raw.SQLITE_NULL;

    public long Long(int column) => raw.sqlite3_column_int64(_handle, column);

    public int Int(int column) => raw.sqlite3_column_int(_handle, column);

    public bool Bool(int column) => Int(column) != 0;

    public string Text(int column) => raw.sqlite3_column_text(_handle, column).utf8_to_string() ?? "";

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public byte[] Blob(int column) => raw.sqlite3_column_blob(_handle, column).ToArray();

    public byte[]? BlobOrNull(int column) => IsNull(column) ? null : Blob(column);

    public DateTimeOffset Time(int column) => StoredTime.Back(Long(column));

    public DateTimeOffset? TimeOrNull(int column) => IsNull(column) ? null : Time(column);

    public void Dispose() => _handle.Dispose();

    private Statement SetNull(int parameter)
    {
        Check(raw.sqlite3_bind_null(_handle, parameter));
        return this;
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK) SqliteException.ThrowExceptionForRC(code, _db);
    }
}

/// <summary>Times are stored as whole microseconds since 1970 in UTC.</summary>
internal static class StoredTime
{
    public static long Of(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset Back(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
}
