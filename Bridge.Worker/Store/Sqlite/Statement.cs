using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Bridge.Worker.Store.Sqlite;

/// <summary>
/// One prepared statement, bound and stepped through SQLite's own API: on the path of every text ADO.NET's parameters and readers cost more
/// than the statement. Parameters have the names of the SQL, as <c>@id</c>, and all of them are set before every run. Owned by its
/// connection; one thread at a time.
/// </summary>
internal sealed class Statement : IDisposable
{
    /// <summary>Text of up to so many octets is encoded on the stack.</summary>
    private const int ShortText = 512;

    private readonly sqlite3 _db;
    private readonly sqlite3_stmt _handle;
    private readonly NameIndex _parameters;
    private readonly Row _row;
    private readonly ulong _all;
    private ulong _set;

    /// <exception cref="SqliteException">The SQL is wrong, or does not fit the tables.</exception>
    /// <exception cref="ArgumentException">A parameter has no name, or two columns have the same.</exception>
    public Statement(sqlite3 db, string sql)
    {
        _db = db;
        Check(raw.sqlite3_prepare_v2(_db, sql, out _handle));
        _parameters = new NameIndex(Enumerable.Range(1, raw.sqlite3_bind_parameter_count(_handle)).Select(ParameterName));
        _all = (1UL << _parameters.Count) - 1;
        _row = new Row(_handle);
    }

    public Statement Set(string parameter, long value)
    {
        Check(raw.sqlite3_bind_int64(_handle, Find(parameter), value));
        return this;
    }

    public Statement Set(string parameter, long? value) => value is { } some ? Set(parameter, some) : SetNull(parameter);

    public Statement Set(string parameter, bool value) => Set(parameter, value ? 1L : 0L);

    public Statement Set(string parameter, string? value)
    {
        if (value is null) return SetNull(parameter);
        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        Span<byte> octets = most <= ShortText ? stackalloc byte[ShortText] : new byte[most];
        Check(raw.sqlite3_bind_text(_handle, Find(parameter), octets[..Encoding.UTF8.GetBytes(value, octets)]));
        return this;
    }

    public Statement Set(string parameter, ReadOnlySpan<byte> value)
    {
        Check(raw.sqlite3_bind_blob(_handle, Find(parameter), value));
        return this;
    }

    /// <summary>NULL for no octets at all.</summary>
    public Statement SetOrNull(string parameter, ReadOnlySpan<byte> value) =>
        value.IsEmpty ? SetNull(parameter) : Set(parameter, value);

    public Statement Set(string parameter, DateTimeOffset value) => Set(parameter, StoredTime.ToMicroseconds(value));

    public Statement Set(string parameter, DateTimeOffset? value) => value is { } some ? Set(parameter, some) : SetNull(parameter);

    /// <summary>Runs a statement that gives no rows, or of which the rows do not matter.</summary>
    public void Run() => Any();

    /// <summary>Whether it gives a row.</summary>
    public bool Any()
    {
        try
        {
            return Step();
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>The first row; the default of <typeparamref name="T"/> when there is none.</summary>
    public T? One<T>(Func<Row, T> read)
    {
        try
        {
            return Step() ? read(_row) : default;
        }
        finally
        {
            Reset();
        }
    }

    public List<T> All<T>(Func<Row, T> read)
    {
        try
        {
            List<T> rows = [];
            while (Step()) rows.Add(read(_row));
            return rows;
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Reads row after row as they are asked for; the statement is in use until the last one, or until the caller stops.</summary>
    public IEnumerable<T> Each<T>(Func<Row, T> read)
    {
        try
        {
            while (Step()) yield return read(_row);
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>How many rows it gives: of a change, how many it changed.</summary>
    public int Count()
    {
        try
        {
            var count = 0;
            while (Step()) count++;
            return count;
        }
        finally
        {
            Reset();
        }
    }

    public void Dispose() => _handle.Dispose();

    private string ParameterName(int index) =>
        raw.sqlite3_bind_parameter_name(_handle, index).utf8_to_string() ?? throw new ArgumentException("a parameter has no name");

    private Statement SetNull(string parameter)
    {
        Check(raw.sqlite3_bind_null(_handle, Find(parameter)));
        return this;
    }

    /// <summary>SQLite counts parameters from 1.</summary>
    private int Find(string parameter)
    {
        var index = _parameters.Find(parameter);
        _set |= 1UL << index;
        return index + 1;
    }

    /// <summary>True when there is a row.</summary>
    private bool Step()
    {
        // SQLite would take the value of the run before for a parameter that is forgotten.
        if (_set != _all) throw new InvalidOperationException($"not every parameter is set of: {_parameters}");
        var code = raw.sqlite3_step(_handle);
        if (code is not (raw.SQLITE_ROW or raw.SQLITE_DONE)) Check(code);
        return code == raw.SQLITE_ROW;
    }

    private void Reset()
    {
        _set = 0;
        raw.sqlite3_reset(_handle);
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK) SqliteException.ThrowExceptionForRC(code, _db);
    }
}
