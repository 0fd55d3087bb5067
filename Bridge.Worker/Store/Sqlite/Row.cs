using SQLitePCL;

namespace Bridge.Worker.Store.Sqlite;

/// <summary>
/// The row that a statement has come to, for the function that reads it and only until it returns. A column has the name that the SQL
/// gives it.
/// </summary>
internal sealed class Row(sqlite3_stmt statement)
{
    private readonly NameIndex _columns = new(
        from index in Enumerable.Range(0, raw.sqlite3_column_count(statement))
        select raw.sqlite3_column_name(statement, index).utf8_to_string());

    /// <summary>False for null, as for 0.</summary>
    public bool Bool(string column) => Long(column) != 0;

    /// <summary>0 for null.</summary>
    public int Int(string column) => raw.sqlite3_column_int(statement, _columns.Find(column));

    public int? IntOrNull(string column) => (int?)LongOrNull(column);

    /// <summary>0 for null.</summary>
    public long Long(string column) => raw.sqlite3_column_int64(statement, _columns.Find(column));

    public long? LongOrNull(string column)
    {
        var index = _columns.Find(column);
        return IsNull(index) ? null : raw.sqlite3_column_int64(statement, index);
    }

    /// <summary>Empty for null.</summary>
    public string Text(string column) => TextOrNull(column) ?? "";

    public string? TextOrNull(string column) => raw.sqlite3_column_text(statement, _columns.Find(column)).utf8_to_string();

    /// <summary>A copy; empty for null.</summary>
    public byte[] Blob(string column) => BlobOrNull(column) ?? [];

    /// <summary>A copy.</summary>
    public byte[]? BlobOrNull(string column)
    {
        var index = _columns.Find(column);
        return IsNull(index) ? null : raw.sqlite3_column_blob(statement, index).ToArray();
    }

    /// <summary>1970 for null.</summary>
    public DateTimeOffset Time(string column) => StoredTime.FromMicroseconds(Long(column));

    public DateTimeOffset? TimeOrNull(string column) => LongOrNull(column) is { } time ? StoredTime.FromMicroseconds(time) : null;

    private bool IsNull(int index) => raw.sqlite3_column_type(statement, index) == raw.SQLITE_NULL;
}
