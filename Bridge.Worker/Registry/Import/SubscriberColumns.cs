using System.Diagnostics.CodeAnalysis;

namespace Bridge.Worker.Registry.Import;

/// <summary>Which column is where, by the names in the first row. They are those of registration.put.</summary>
internal sealed class SubscriberColumns
{
    public const string Msisdn = "msisdn";
    public const string Operator = "operator";
    public const string Name = "name";
    public const string Address = "address";
    public const string Language = "language";
    public const string Contacts = "contacts";
    public const string Notify = "notify";

    public const string Allowed = "the first row names the columns, with commas between them: "
        + "msisdn, operator, name, address, and as needed language, contacts, notify";

    private static readonly string[] Required = [Msisdn, Operator, Name, Address];
    private static readonly string[] Known = [.. Required, Language, Contacts, Notify];

    private readonly IReadOnlyList<string> _names;

    private SubscriberColumns(IReadOnlyList<string> names) => _names = names;

    public int Count => _names.Count;

    /// <summary>
    /// A column that is not known is a fault: with a slip in "notify" everybody would get a text. Its name is not quoted, for in a file
    /// without a row of names it is somebody's data.
    /// </summary>
    public static bool TryRead(
        IReadOnlyList<string> cells, [NotNullWhen(true)] out SubscriberColumns? columns, [NotNullWhen(false)] out string? fault)
    {
        IReadOnlyList<string> names = [.. cells.Select(cell => cell.ToLowerInvariant())];
        var unknown = names.Index()
            .FirstOrDefault(name => !Known.Contains(name.Item) || names.Take(name.Index).Contains(name.Item), (Index: -1, Item: ""));
        fault = unknown.Index >= 0 ? $"column {unknown.Index + 1} has a name that is not known, or twice there; {Allowed}"
            : Required.FirstOrDefault(name => !names.Contains(name)) is { } missing ? $"column {missing} is missing; {Allowed}"
            : null;
        columns = fault is null ? new SubscriberColumns(names) : null;
        return fault is null;
    }

    /// <returns>The cell of a column; empty when there is no such column.</returns>
    public string Cell(IReadOnlyList<string> cells, string name)
    {
        for (var i = 0; i < _names.Count; i++)
        {
            if (_names[i] == name) return cells[i];
        }

        return "";
    }
}
