using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace Bridge.Worker.Registry.Import;

/// <summary>One row of a CSV file, which may have several lines.</summary>
/// <param name="Line">The number of its first line, from 1.</param>
/// <param name="Lines">How many lines it has.</param>
/// <param name="Fault">What is wrong with its form, in words without its content: its cells must not be used. Null: nothing.</param>
internal sealed record CsvRecord(int Line, int Lines, IReadOnlyList<string> Cells, string? Fault)
{
    /// <summary>More than a long address needs: a quotation mark that is never closed must not swallow the file.</summary>
    private const int MaxLines = 30;

    /// <summary>The index of the line after it.</summary>
    public int Next => Line - 1 + Lines;

    private static readonly CsvConfiguration Rules = new(CultureInfo.InvariantCulture)
    {
        HasHeaderRecord = false,
        Delimiter = ",",
        NewLine = "\n",
        TrimOptions = TrimOptions.Trim,
    };

    /// <summary>Without the person's data.</summary>
    public override string ToString() => $"line {Line}";

    /// <summary>Reads the row that begins at a line. It ends with the line that closes its quotation marks.</summary>
    public static CsvRecord Read(IReadOnlyList<string?> lines, int index)
    {
        var quotes = 0;
        for (var next = index; next < lines.Count && next < index + MaxLines && lines[next] is { } line; next++)
        {
            quotes += line.Count(c => c == '"');
            if (quotes % 2 == 0) return Parse(index + 1, next + 1 - index, string.Join('\n', lines.Skip(index).Take(next + 1 - index)));
        }

        return new CsvRecord(index + 1, 1, [], lines[index] is null
            ? "is not UTF-8; save the file as \"CSV UTF-8\""
            : "has a quotation mark that is not closed; one within a quoted cell is written twice");
    }

    private static CsvRecord Parse(int line, int lines, string text)
    {
        var wellFormed = true;
        using var parser = new CsvParser(new StringReader(text), Rules with { BadDataFound = _ => wellFormed = false });
        if (!parser.Read()) return new CsvRecord(line, lines, [], null);
        IReadOnlyList<string> cells = [.. parser.Record!.Select(cell => cell.Trim())];
        return new CsvRecord(line, lines, cells, wellFormed && !parser.Read()
            ? null
            : "has a quotation mark out of place; a cell with one stands between quotation marks, and has it twice");
    }
}
