using System.Text.RegularExpressions;
using Bridge.Tests.Support;

namespace Bridge.Tests.Architecture;

/// <summary>Where SQL may stand: all of it in the store's room, and what only SQLite understands in its Sqlite folder.</summary>
[Trait("Speed", "unit")]
public sealed partial class SqlTests
{
    private static readonly string Store = Repository.File("Bridge.Worker", "Store");
    private static readonly string Sqlite = Path.Combine(Store, "Sqlite");

    [Fact]
    public void No_sql_stands_outside_the_store() =>
        Find(Sql(), Sources().Where(file => !IsIn(Store, file))).ShouldBeEmpty();

    [Fact]
    public void What_only_sqlite_understands_stands_in_its_folder() =>
        Find(SqliteAlone(), Sources().Where(file => IsIn(Store, file) && !IsIn(Sqlite, file))).ShouldBeEmpty();

    [Fact]
    public void Every_parameter_has_a_name() =>
        Find(NamelessParameter(), Sources().Where(file => IsIn(Store, file))).ShouldBeEmpty();

    [Theory]
    [InlineData("var a = \"SELECT 1 FROM reports\";", "SELECT 1 FROM reports")]
    [InlineData("var a = $\"UPDATE reports SET row = {row}\";", "UPDATE reports SET row = {row}")]
    [InlineData("""" var a = """DELETE FROM reports"""; """", "DELETE FROM reports")]
    [InlineData("var a = @\"PRAGMA user_version\";", "PRAGMA user_version")]
    [InlineData("// \"SELECT 1\" is not SQL here", null)]
    [InlineData("/* \"SELECT 1\" */ var a = '\"'; var b = \"a SELECTION\";", null)]
    [InlineData("var a = \"http://127.0.0.1\"; var b = \"INSERT INTO reports\";", "INSERT INTO reports")]
    public void The_search_finds_sql_in_literals_alone(string source, string? found) =>
        CSharpLiterals.In(source).Where(literal => Sql().IsMatch(literal)).FirstOrDefault().ShouldBe(found);

    private static IEnumerable<string> Sources() =>
        from project in (string[])["Bridge.Benchmarks", "Bridge.Protocol", "Bridge.Simulator", "Bridge.Worker"]
        from file in Directory.EnumerateFiles(Repository.File(project), "*.cs", SearchOption.AllDirectories)
        where !file.Split(Path.DirectorySeparatorChar).Any(folder => folder is "bin" or "obj")
        select file;

    private static bool IsIn(string folder, string file) => file.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static List<string> Find(Regex wanted, IEnumerable<string> files) =>
    [
        .. from file in files
           from literal in CSharpLiterals.In(File.ReadAllText(file))
           where wanted.IsMatch(literal)
           select $"{Path.GetRelativePath(Repository.Root, file)}: {literal.Trim().Split('\n')[0]}",
    ];

    [GeneratedRegex(
        @"\b(SELECT\s|INSERT\s+(INTO|OR)\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|PRAGMA\s|(CREATE|DROP|ALTER)\s+(TABLE|INDEX|UNIQUE)\s)",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Sql();

    [GeneratedRegex(
        @"\b(PRAGMA|REINDEX|INDEXED BY|INSERT OR|WITHOUT ROWID|STRICT|BEGIN IMMEDIATE|rowid|ifnull|iif)\b|\b(max|min)\([^()]*,|\bx'",
        RegexOptions.ExplicitCapture)]
    private static partial Regex SqliteAlone();

    [GeneratedRegex(@"\b(SELECT|INSERT|UPDATE|DELETE)\b.*\?", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex NamelessParameter();
}
