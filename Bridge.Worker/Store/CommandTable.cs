using Bridge.Worker.Store.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>Ids of commands that were carried out: a repeated one is answered as the first and done once.</summary>
internal sealed class CommandTable(StoreConnection connection)
{
    private readonly Statement _insert = connection.Prepare("INSERT INTO commands (id, name, at) VALUES (@id, @name, @at)");
    private readonly Statement _contains = connection.Prepare("SELECT 1 FROM commands WHERE id = @id");

    public void Add(string id, string name, DateTimeOffset at) => _insert.Set("@id", id).Set("@name", name).Set("@at", at).Run();

    public bool Contains(string id) => _contains.Set("@id", id).Any();
}
