using System.Text.RegularExpressions;
using Bridge.Protocol.Centre;
using Bridge.Worker.Configuration;

namespace Bridge.Worker.Registry.Import;

/// <summary>
/// Turns a row into a registration.put for each of its numbers. A cell may hold what the command may hold: the row is written as that
/// command and read back as one of the bus, so that there is one set of rules.
/// </summary>
internal sealed partial class RowReader(SubscriberColumns columns, BridgePlan plan)
{
    private const string MsisdnAllowed =
        "must be a telephone number, 8 digits of Hong Kong or with + and the country's code; several with ; between them";

    private static readonly char[] NumberSeparators = [';', '；'];
    private static readonly char[] ContactSeparators = [';', '；', '\n'];

    private readonly string _run = Guid.NewGuid().ToString("N");

    /// <returns>What is wrong with the form of a row; null: its cells can be read.</returns>
    public string? FindFormFault(CsvRecord record)
    {
        if (record.Cells.Count != columns.Count) return $"has {record.Cells.Count} cells, the first row {columns.Count}";
        string[] oneLine =
        [
            SubscriberColumns.Msisdn, SubscriberColumns.Operator, SubscriberColumns.Name, SubscriberColumns.Language,
            SubscriberColumns.Notify,
        ];
        var broken = oneLine.FirstOrDefault(name => columns.Cell(record.Cells, name).Contains('\n'));
        return broken is null ? null : $"column {broken} has a line break; only address and contacts may";
    }

    /// <param name="problems">Gets what is wrong with the row.</param>
    /// <returns>To be used only when no problem was added.</returns>
    public IReadOnlyList<RegistrationPut> Read(CsvRecord record, List<RowProblem> problems)
    {
        string Cell(string name) => columns.Cell(record.Cells, name);
        void Fault(string column, string problem) => problems.Add(new RowProblem(record.Line, column, problem));

        var numbers = ParseNumbers(Cell(SubscriberColumns.Msisdn));
        if (numbers.Count == 0) Fault(SubscriberColumns.Msisdn, MsisdnAllowed);
        if (ParseFlag(Cell(SubscriberColumns.Notify)) is not { } notify)
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
                    .Split(ContactSeparators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            ],
            Notify = notify,
        };
        if (Cell(SubscriberColumns.Language) is { Length: > 0 } language) put = put with { Language = language };
        foreach (var problem in FindCommandProblems(put)) Fault(problem.Column, problem.Problem);
        return [.. numbers.Select((msisdn, index) => put with { Id = $"import/{_run}/{record.Line}/{index}", Msisdn = msisdn })];
    }

    /// <summary>Turns a problem of the command into a problem of a column.</summary>
    public static (string Column, string Problem) ToColumnProblem(string problem) =>
        DataPath().Match(problem) is { Success: true } found
            ? (found.Groups["column"].Value, found.Groups["problem"].Value)
            : (SubscriberColumns.Msisdn, problem);

    private IEnumerable<(string Column, string Problem)> FindCommandProblems(RegistrationPut put)
    {
        var problems = CloudEvent.ReadCommand(CloudEvent.WriteCommand(put, "/subscribers", DateTimeOffset.UnixEpoch)).Problems;
        if (plan.Operator(put.Operator) is null && put.Operator.Length > 0)
        {
            problems = [.. problems, RegistrationCommands.UnknownOperator(plan)];
        }

        return problems.Select(ToColumnProblem).DistinctBy(problem => problem.Column);
    }

    /// <returns>E.164 without the plus, each once; empty when one of them is no number.</returns>
    private static IReadOnlyList<string> ParseNumbers(string cell)
    {
        var numbers = cell.Split(NumberSeparators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(written => Msisdn.Parse(DigitSeparators().Replace(written, ""))?.Digits).ToList();
        return numbers.Contains(null) ? [] : [.. numbers.OfType<string>().Distinct()];
    }

    private static bool? ParseFlag(string cell) => cell.ToLowerInvariant() switch
    {
        "" or "true" or "yes" or "1" => true,
        "false" or "no" or "0" => false,
        _ => null,
    };

    /// <summary>People set digits apart with these.</summary>
    [GeneratedRegex(@"[\s()\-]", RegexOptions.CultureInvariant)]
    private static partial Regex DigitSeparators();

    [GeneratedRegex(@"\A\$\.data\.(?<column>[a-z]+)[^:]*: (?<problem>.*)\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex DataPath();
}
