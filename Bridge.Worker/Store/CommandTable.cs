using Microsoft.Data.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>Ids of commands that were carried out: a repeated one is answered as the first and done once.</summary>
internal sealed class CommandTable(SqliteConnection connection) : IDisposable
{
    private readonly Statement _insert = new(connection, "INSERT INTO commands (id, name, at) VALUES (?, ?, ?)");
    private readonly Statement _contains = new(connection, "SELECT 1 FROM commands WHERE id = ?");

    public void Add(string id, string name, DateTimeOffset at) => _insert.Set(1, id).Set(2, name).Set(3, at).Run();

    public bool Contains(string id)
    {
        var found = _contains.Set(1, id).Step();
        _contains.Reset();
        return found;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _contains.Dispose();
    }
}
