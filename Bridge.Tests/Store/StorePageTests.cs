using Bridge.Tests.Architecture;
using Bridge.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Bridge.Tests.Store;

/// <summary>docs/store.md beside the tables that the daemon makes.</summary>
[Trait("Speed", "rooms")]
public sealed class StorePageTests
{
    [Fact]
    public async Task The_page_has_the_version_and_every_table_with_every_column()
    {
        using var folder = new TempFolder();
        await using (Rooms.Open(folder))
        {
            // Opening makes the tables.
        }

        using var connection = new SqliteConnection($"Data Source={folder.File("bridge.db")};Pooling=False");
        connection.Open();
        var page = MarkdownPage.Read("docs/store.md");

        page.TableUnder("Version").Single()[0].ShouldBe(Read(connection, "PRAGMA user_version").Single());
        page.Headings.Where(heading => heading.StartsWith('`')).ShouldBe(Tables(connection).Select(table => $"`{table}`"), ignoreOrder: true);
        foreach (var table in Tables(connection))
        {
            page.TableUnder($"`{table}`").SelectMany(row => MarkdownPage.CodeIn(row[0]))
                .ShouldBe(Read(connection, $"SELECT name FROM pragma_table_info('{table}')"), ignoreOrder: true, customMessage: table);
        }
    }

    private static List<string> Tables(SqliteConnection connection) => Read(connection, "SELECT name FROM sqlite_schema WHERE type = 'table'");

    private static List<string> Read(SqliteConnection connection, string query)
    {
        using var command = connection.CreateCommand();
        command.CommandText = query;
        using var reader = command.ExecuteReader();
        List<string> values = [];
        while (reader.Read()) values.Add(reader.GetString(0));
        return values;
    }
}
