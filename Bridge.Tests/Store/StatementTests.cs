using Bridge.Tests.Support;
using Bridge.Worker.Store.Sqlite;
using Microsoft.Data.Sqlite;

namespace Bridge.Tests.Store;

/// <summary>Statements over SQLite's own API.</summary>
[Trait("Speed", "unit")]
public sealed class StatementTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly StoreConnection _connection;

    public StatementTests()
    {
        _connection = new StoreConnection(_folder.File("statements.db"));
        _connection.Execute(
            """
            CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT, octets BLOB, at INTEGER) STRICT;
            INSERT INTO things (id, name) VALUES (1, 'one'), (2, 'two'), (3, 'three')
            """);
    }

    public void Dispose()
    {
        _connection.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Parameters_and_columns_go_by_name_in_whatever_order()
    {
        var insert = _connection.Prepare("INSERT INTO things (id, name, octets, at) VALUES (@id, @name, @octets, @at)");
        var at = new DateTimeOffset(2026, 11, 22, 4, 0, 0, 1, TimeSpan.Zero);
        for (var id = 10; id < 12; id++)
        {
            insert.Set("@octets", [1, 2]).Set("@at", at).Set("@id", id).Set("@name", $"火警{id}").Run();
        }

        var read = _connection.Prepare("SELECT id, name, octets, at FROM things WHERE id >= @from ORDER BY id");
        read.Set("@from", 10).All(row => (row.Time("at"), row.Text("name"), row.Blob("octets").Length, row.Long("id")))
            .ShouldBe([(at, "火警10", 2, 10), (at, "火警11", 2, 11)]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("😀")]
    [InlineData(null)]
    public void Text_comes_back_as_it_was_set(string? text) => ReadBack(text).ShouldBe(text);

    [Fact]
    public void A_long_text_comes_back_as_it_was_set() => ReadBack(new string('救', 5_000)).ShouldBe(new string('救', 5_000));

    [Fact]
    public void Null_and_no_octets_are_two_things()
    {
        var set = _connection.Prepare("UPDATE things SET octets = @octets WHERE id = 1 RETURNING octets");
        set.Set("@octets", []).One(row => row.BlobOrNull("octets")).ShouldBe([]);
        set.SetOrNull("@octets", []).One(row => row.BlobOrNull("octets")).ShouldBeNull();
    }

    [Fact]
    public void A_parameter_that_is_forgotten_is_a_fault_and_not_the_value_of_the_run_before()
    {
        var rename = _connection.Prepare("UPDATE things SET name = @name WHERE id = @id");
        rename.Set("@name", "first").Set("@id", 1).Run();
        Should.Throw<InvalidOperationException>(() => rename.Set("@name", "second").Run()).Message.ShouldContain("@id");
        Names().ShouldBe(["first", "two", "three"]);
    }

    [Fact]
    public void A_wrong_name_is_a_fault()
    {
        var byId = _connection.Prepare("SELECT name FROM things WHERE id = @id");
        Should.Throw<ArgumentException>(() => byId.Set("@row", 1));
        Should.Throw<ArgumentException>(() => byId.Set("@id", 1).One(row => row.Text("title"))).Message.ShouldContain("name");
    }

    [Theory]
    [InlineData("SELECT name FROM things WHERE id = ?")]
    [InlineData("SELECT t.id, u.id FROM things t, things u")]
    public void Sql_whose_names_are_missing_or_double_is_refused(string sql) =>
        Should.Throw<ArgumentException>(() => _connection.Prepare(sql));

    [Fact]
    public void One_gives_the_first_row_or_nothing()
    {
        var byId = _connection.Prepare("SELECT id, name FROM things WHERE id >= @id ORDER BY id");
        byId.Set("@id", 2).One(row => row.Text("name")).ShouldBe("two");
        byId.Set("@id", 2).Count().ShouldBe(2);
        byId.Set("@id", 9).One(row => row.Text("name")).ShouldBeNull();
        byId.Set("@id", 9).One(row => (long?)row.Long("id")).ShouldBeNull();
        byId.Set("@id", 9).Any().ShouldBeFalse();
    }

    /// <summary>A statement that stays open would keep the store's log from being cut off, and a schema from being changed.</summary>
    [Fact]
    public void A_reader_that_throws_or_stops_leaves_the_statement_closed()
    {
        var names = _connection.Prepare("SELECT name FROM things ORDER BY id");
        Should.Throw<FormatException>(() => names.One<string>(_ => throw new FormatException()));
        AssertClosed();
        Should.Throw<FormatException>(() => names.All<string>(_ => throw new FormatException()));
        AssertClosed();
        names.Each(row => row.Text("name")).First().ShouldBe("one");
        AssertClosed();
    }

    [Fact]
    public void A_run_that_sqlite_refuses_leaves_the_statement_usable()
    {
        var insert = _connection.Prepare("INSERT INTO things (id) VALUES (@id)");
        Should.Throw<SqliteException>(() => insert.Set("@id", 1).Run()).SqliteErrorCode.ShouldBe(19);
        insert.Set("@id", 4).Run();
        Names().Count.ShouldBe(4);
    }

    /// <summary>SQLite drops no table of which a statement is still being read.</summary>
    private void AssertClosed()
    {
        _connection.Execute("CREATE TABLE others (id INTEGER)");
        _connection.Execute("DROP TABLE others");
    }

    private string? ReadBack(string? text) =>
        _connection.Prepare("UPDATE things SET name = @name WHERE id = 1 RETURNING name").Set("@name", text)
            .One(row => row.TextOrNull("name"));

    private List<string> Names() => _connection.Prepare("SELECT name FROM things ORDER BY id").All(row => row.Text("name"));
}
