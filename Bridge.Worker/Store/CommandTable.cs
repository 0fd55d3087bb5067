using Microsoft.Data.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>Ids of commands that were carried out: a repeated one is answered as the first and done once.</summary>
internal sealed class CommandTable(SqliteConnection connection) : IDisposable
{
    private readonly Statement _insert = new(connection, "INSERT INTO commands (id, name, at) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING RETURNING 1");

    /// <summary>False when the id was there already.</summary>
    public bool TryAdd(string id, string name, DateTimeOffset at)
    {
        var added = _insert.Set(1, id).Set(2, name).Set(3, at).Step();
        _insert.Reset();
        return added;
    }

    public void Dispose() => _insert.Dispose();
}
