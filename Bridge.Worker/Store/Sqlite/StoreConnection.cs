using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Bridge.Worker.Store.Sqlite;

/// <summary>
/// One connection to the store's file. What is prepared on it lives as long as it does, so tables have nothing to dispose of. One thread at
/// a time.
/// </summary>
internal sealed class StoreConnection : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly List<Statement> _statements = [];
    private Statement? _begin;
    private Statement? _commit;
    private Statement? _rollback;

    /// <exception cref="SqliteException">The file cannot be opened.</exception>
    public StoreConnection(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        try
        {
            _connection.Open();
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>A statement to be run again and again; for as long as the connection.</summary>
    public Statement Prepare(string sql)
    {
        var statement = new Statement(_connection.Handle!, sql);
        _statements.Add(statement);
        return statement;
    }

    /// <summary>Runs statements once.</summary>
    public void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Asks once: the first column of the first row in words, null when there is none.</summary>
    public string? Ask(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() is { } value ? Convert.ToString(value, CultureInfo.InvariantCulture) : null;
    }

    /// <summary>Begins a transaction that may write: whoever else writes has to wait from now on, not only from its first change.</summary>
    public void Begin() => (_begin ??= Prepare("BEGIN IMMEDIATE")).Run();

    public void Commit() => (_commit ??= Prepare("COMMIT")).Run();

    public void Rollback() => (_rollback ??= Prepare("ROLLBACK")).Run();

    public void Dispose()
    {
        foreach (var statement in _statements) statement.Dispose();
        _connection.Dispose();
    }
}
