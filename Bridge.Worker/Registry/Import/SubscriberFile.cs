using Bridge.Protocol.Centre;
using Bridge.Worker.Configuration;

namespace Bridge.Worker.Registry.Import;

/// <summary>What is wrong with a row: where, and what is allowed. Never the content.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">Null: the row as a whole.</param>
internal sealed record RowProblem(int Line, string? Column, string Problem)
{
    public override string ToString() => Column is null ? $"line {Line}: {Problem}" : $"line {Line}, column {Column}: {Problem}";
}

/// <summary>One number of a row without problems.</summary>
internal sealed record SubscriberRow(int Line, RegistrationPut Put)
{
    public override string ToString() => $"line {Line}";
}

/// <summary>A file of subscribers: the rows without problems, and the problems of the others.</summary>
internal sealed class SubscriberFile
{
    private readonly List<SubscriberRow> _rows = [];
    private readonly List<RowProblem> _problems = [];
    private readonly Dictionary<string, int> _lineByMsisdn = new(StringComparer.Ordinal);

    public IReadOnlyList<SubscriberRow> Rows => _rows;

    public IReadOnlyList<RowProblem> Problems => _problems;

    public static SubscriberFile Read(ReadOnlySpan<byte> octets, BridgePlan plan)
    {
        var file = new SubscriberFile();
        var lines = CsvLines.Read(octets);
        var first = lines.FindIndex(line => line is null || line.Trim().Length > 0);
        if (first < 0) file._problems.Add(new RowProblem(1, null, "the file is empty; " + SubscriberColumns.Allowed));
        else file.ReadAll(lines, first, plan);
        return file;
    }

    private void ReadAll(List<string?> lines, int first, BridgePlan plan)
    {
        var header = CsvRecord.Read(lines, first);
        if (header.Fault is { } fault || !SubscriberColumns.TryRead(header.Cells, out var columns, out fault))
        {
            _problems.Add(new RowProblem(header.Line, null, fault));
            return;
        }

        var reader = new RowReader(columns, plan);
        for (var index = header.Next; index < lines.Count;)
        {
            var record = CsvRecord.Read(lines, index);
            if (record.Cells.All(cell => cell.Length == 0) && record.Fault is null) index = record.Next;
            else if ((record.Fault ?? reader.FindFormFault(record)) is { } malformed) index = SkipMalformed(record, malformed);
            else index = AddRow(record, reader);
        }
    }

    /// <summary>
    /// Goes on with the next line, also when the row seems to have several: an odd quotation mark may have swallowed rows that have no
    /// problem.
    /// </summary>
    /// <returns>The index of the line to go on with.</returns>
    private int SkipMalformed(CsvRecord record, string fault)
    {
        _problems.Add(new RowProblem(record.Line, null, fault));
        return record.Line;
    }

    /// <returns>The index of the line to go on with.</returns>
    private int AddRow(CsvRecord record, RowReader reader)
    {
        var problems = new List<RowProblem>();
        var puts = reader.Read(record, problems);

        // Two rows for one number would replace each other at each import, with a text to the person every time.
        if (puts.FirstOrDefault(put => _lineByMsisdn.ContainsKey(put.Msisdn)) is { } twice)
        {
            var line = _lineByMsisdn[twice.Msisdn];
            problems.Add(new RowProblem(record.Line, SubscriberColumns.Msisdn, $"a number of it stands on line {line} already"));
        }

        _problems.AddRange(problems);
        if (problems.Count > 0) return record.Next;
        foreach (var put in puts)
        {
            _lineByMsisdn.Add(put.Msisdn, record.Line);
            _rows.Add(new SubscriberRow(record.Line, put));
        }

        return record.Next;
    }
}
