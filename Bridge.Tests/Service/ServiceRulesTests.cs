using System.Reflection;
using System.Text.RegularExpressions;
using Bridge.Tests.Support;

namespace Bridge.Tests.Service;

/// <summary>
/// docs/service-rules.md says of every rule of the service where it is kept and what shows it. These hold the page to the truth.
/// </summary>
[Trait("Speed", "unit")]
public sealed partial class ServiceRulesTests
{
    private static readonly RulesPage Page = RulesPage.Read(File.ReadAllLines(Repository.File("docs", "service-rules.md")));

    /// <summary>By class and method, all that xUnit runs.</summary>
    private static readonly HashSet<string> Tests =
    [
        .. from type in typeof(ServiceRulesTests).Assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static)
           where method.GetCustomAttributes().Any(attribute => attribute is FactAttribute)
           select $"{type.Name}.{method.Name}",
    ];

    public static TheoryData<string, string> Expected => new()
    {
        { "The numbered rules", string.Join(' ', Enumerable.Range(1, 46)) },
        { "The five steps", string.Join(' ', Enumerable.Range(1, 5)) },
        { "What services like it have", string.Join(' ', Enumerable.Range('a', 'p' - 'a' + 1).Select(letter => (char)letter)) },
    };

    public static TheoryData<string> Rows => [.. Page.Rows.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Expected))]
    public void Every_rule_has_its_row_and_no_other_is_there(string table, string numbers) =>
        string.Join(' ', Page.Rows.Where(row => row.Table == table).Select(row => row.Number)).ShouldBe(numbers);

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_row_says_what_is_asked_and_is_shown_by_a_test_or_says_whose_it_is(string name)
    {
        var row = Page[name];

        row.Asked.ShouldNotBeNullOrWhiteSpace();
        if (row.Tests.Count == 0) row.Reason.Length.ShouldBeGreaterThan(20, "neither a test nor a reason");
        if (row.Tests.Count > 0) row.Places.ShouldNotBeEmpty("a test of code that is nowhere");
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Every_place_that_a_row_names_is_there(string name) =>
        Page[name].Places.Where(place => !Path.Exists(Repository.File(place.Split('/')))).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Rows))]
    public void Every_test_that_a_row_names_is_run(string name) => Page[name].Tests.Where(test => !Tests.Contains(test)).ShouldBeEmpty();

    [Fact]
    public void The_page_can_be_found_from_the_first_one() =>
        File.ReadAllText(Repository.File("README.md")).ShouldContain("`docs/service-rules.md`");

    /// <param name="Places">Files and folders, from the root.</param>
    /// <param name="Tests">Class.Method.</param>
    private sealed record Row(
        string Table, string Number, string Asked, IReadOnlyList<string> Places, IReadOnlyList<string> Tests, string Reason)
    {
        public string Name => $"{Table}: {Number}";
    }

    private sealed partial class RulesPage
    {
        public required IReadOnlyList<Row> Rows { get; init; }

        public Row this[string name] => Rows.Single(row => row.Name == name);

        public static RulesPage Read(IEnumerable<string> lines)
        {
            var rows = new List<Row>();
            var table = "";
            foreach (var line in lines)
            {
                if (line.StartsWith("## ", StringComparison.Ordinal)) table = line[3..];
                if (!line.StartsWith('|') || line.StartsWith("| --- ", StringComparison.Ordinal)) continue;
                var cells = line.Trim('|').Split('|').Select(cell => cell.Trim()).ToList();
                if (cells[0] == "no.") continue;
                cells.Count.ShouldBe(5, $"{table}: {line}");
                rows.Add(new Row(table, cells[0], cells[1], Quoted(cells[2]), Quoted(cells[3]), cells[4]));
            }

            return new RulesPage { Rows = rows };
        }

        private static List<string> Quoted(string cell) => [.. Code().Matches(cell).Select(found => found.Groups[1].Value)];

        [GeneratedRegex("`([^`]+)`")]
        private static partial Regex Code();
    }
}
