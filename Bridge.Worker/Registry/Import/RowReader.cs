using System.Text.RegularExpressions;
using Bridge.Protocol.Centre;
using Bridge.Worker.Configuration;

namespace Bridge.Worker.Registry.Import;

/// <summary>
/// One row to a registration.put for each of its numbers. What a cell may hold is what the command may hold: the row is written as that
/// command and read back by the rules of the bus, so that there is one set of them.
/// </summary>
internal sealed partial class RowReader(SubscriberColumns columns, BridgePlan plan)
{
    private const string MsisdnAllowed =
        "must be a telephone number, 8 digits of Hong Kong or with + and the country's code; several with ; between them";

    private static readonly char[] NumbersBetween = [';', '；'];
    private static readonly char[] ContactsBetween = [';', '；', '\n'];

    private readonly string _run = Guid.NewGuid().ToString("N");

    /// <summary>What is wrong with the shape of a row; null: its cells can be read.</summary>
    public string? FormFault(CsvRecord record)
    {
        if (record.Cells.Count != columns.Count) return $"has {record.Cells.Count} cells, the first row {columns.Count}";
        string[] oneLine = [SubscriberColumns.Msisdn, SubscriberColumns.Operator, SubscriberColumns.Name, SubscriberColumns.Language,
            SubscriberColumns.Notify];
        var broken = oneLine.FirstOrDefault(name => columns.Cell(record.Cells, name).Contains('\n'));
        return broken is null ? null : $"column {broken} has a line break; only address and contacts may";
    }

    /// <summary>Adds what is wrong to <paramref name="problems"/>; what is returned counts only without any.</summary>
    public IReadOnlyList<RegistrationPut> Read(CsvRecord record, List<RowProblem> problems)
    {
        string Cell(string name) => columns.Cell(record.Cells, name);
        void Fault(string column, string problem) => problems.Add(new RowProblem(record.Line, column, problem));

        var numbers = Numbers(Cell(SubscriberColumns.Msisdn));
        if (numbers.Count == 0) Fault(SubscriberColumns.Msisdn, MsisdnAllowed);
        if (Flag(Cell(SubscriberColumns.Notify)) is not { } notify)
        {
            Fault(SubscriberColumns.Notify, "must be true or false, or empty for true");
            notify = true;
        }

        var put = new RegistrationPut("import")
        {
            Msisdn = "992",
            Operator = Cell(SubscriberColumns.Operator),
            Name = Cell(SubscriberColumns.Name),
            Address = Cell(SubscriberColumns.Address),
            Contacts =
            [
                .. Cell(SubscriberColumns.Contacts)
                    .Split(ContactsBetween, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            ],
            Notify = notify,
        };
        if (Cell(SubscriberColumns.Language) is { Length: > 0 } language) put = put with { Language = language };
        foreach (var problem in ByTheRulesOfTheBus(put)) Fault(problem.Column, problem.Problem);
        return [.. numbers.Select((msisdn, index) => put with { Id = $"import/{_run}/{record.Line}/{index}", Msisdn = msisdn })];
    }

    /// <summary>A problem that a command has, as the problem of a column.</summary>
    public static (string Column, string Problem) OfColumn(string problem) =>
        DataPath().Match(problem) is { Success: true } found
            ? (found.Groups["column"].Value, found.Groups["problem"].Value)
            : (SubscriberColumns.Msisdn, problem);

    private IEnumerable<(string Column, string Problem)> ByTheRulesOfTheBus(RegistrationPut put)
    {
        var problems = CloudEvent.ReadCommand(CloudEvent.WriteCommand(put, "/subscribers", DateTimeOffset.UnixEpoch)).Problems;
        var all =
            plan.Operator(put.Operator) is null && put.Operator.Length > 0
                ? [.. problems, RegistrationCommands.UnknownOperator(plan)]
                : problems;
        return all.Select(OfColumn).DistinctBy(problem => problem.Column);
    }

    /// <summary>Empty when any of them is no number. Signs that people set digits apart with go.</summary>
    private static IReadOnlyList<string> Numbers(string cell)
    {
        var numbers = cell.Split(NumbersBetween, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(written => Msisdn.Parse(Apart().Replace(written, ""))?.Digits).ToList();
        return numbers.Contains(null) ? [] : [.. numbers.OfType<string>().Distinct()];
    }

    private static bool? Flag(string cell) => cell.ToLowerInvariant() switch
    {
        "" or "true" or "yes" or "1" => true,
        "false" or "no" or "0" => false,
        _ => null,
    };

    [GeneratedRegex(@"[\s()\-]", RegexOptions.CultureInvariant)]
    private static partial Regex Apart();

    [GeneratedRegex(@"\A\$\.data\.(?<column>[a-z]+)[^:]*: (?<problem>.*)\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex DataPath();
}
