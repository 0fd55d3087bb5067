using Bridge.Simulator.Screen;
using Spectre.Console;

namespace Bridge.Simulator.Load;

/// <summary>Prints the figures for a person to read.</summary>
internal static class LoadTable
{
    public static void Print(LoadFigures figures, TextWriter output)
    {
        var console = ColumnWriter.CreateConsole(output);
        console.Write(Latencies(figures));
        console.Write(Facts(figures));
        console.Write(Faults(figures.Verdict));
        console.WriteLine(figures.Sound ? "Sound: every answered text came out once, whole and in order." : "NOT SOUND.",
            new Style(figures.Sound ? Color.Green : Color.Red));
    }

    private static Table Latencies(LoadFigures figures)
    {
        var table = Plain("milliseconds", "p50", "p95", "p99", "max", "count");
        Row("deliver_sm → deliver_sm_resp", figures.Answer);
        Row("deliver_sm → event at the centre", figures.Event);
        if (figures.Behind is { } behind) Row("generator behind its schedule", behind);
        return table;

        void Row(string name, Percentiles p) =>
            table.AddRow(name, $"{p.P50:0.00}", $"{p.P95:0.00}", $"{p.P99:0.00}", $"{p.Max:0.00}", $"{p.Count:N0}");
    }

    private static Table Facts(LoadFigures figures)
    {
        var table = Plain("throughput", "");
        table.AddRow("texts answered a second", $"{figures.TextsPerSecond:N0} over {figures.Seconds:0.0} s");
        table.AddRow("reports at the centre a second", $"{figures.ReportsPerSecond:N0}");
        if (figures.Sync is { } sync)
        {
            table.AddRow("synced 4 KiB appends a second here", $"{sync.PerSecond:N0}; {sync.Ratio:0.0} texts for each");
        }

        if (figures.Processor is { } processor)
        {
            table.AddRow("processor seconds",
                $"generator {processor.Generator:0.0}" + (processor.Bridge is { } bridge ? $", bridge {bridge:0.0}" : ""));
        }

        table.AddRow("binds accepted", $"{figures.Binds}" + (figures.Kills > 0 ? $", bridge killed {figures.Kills} times" : ""));
        table.AddRow("deliver_sm sent again", figures.SentAgain.Count == 0
            ? "0"
            : string.Join(", ", figures.SentAgain.Select(r => $"{r.Value:N0} {r.Key}")));
        if (figures.StopProblem is { } problem) table.AddRow("the bridge's end", Markup.Escape(problem));
        return table;
    }

    private static Table Faults(Verdict verdict)
    {
        var table = Plain("audit", "texts", "first of them");
        table.AddRow("sent", $"{verdict.Texts:N0}", "");
        table.AddRow("answered ESME_ROK", $"{verdict.Answered:N0}", "");
        table.AddRow("never answered", $"{verdict.Unanswered:N0}", "");
        Row("lost", verdict.Lost);
        Row("doubled", verdict.Doubled);
        Row("garbled", verdict.Garbled);
        Row("out of order", verdict.OutOfOrder);
        Row("under another text's id", verdict.SharedIds);
        table.AddRow("events seen again (allowed)", $"{verdict.Redelivered:N0}", "");
        table.AddRow("released incomplete, then amended", $"{verdict.ReleasedIncomplete:N0}", "");
        return table;

        void Row(string name, FaultList faults) => table.AddRow(name, $"{faults.Count:N0}", string.Join(", ", faults.First));
    }

    private static Table Plain(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var (i, column) in columns.Index())
        {
            var header = new TableColumn(column).NoWrap();
            table.AddColumn(i == 0 || columns.Length < 3 ? header : header.RightAligned());
        }

        return table;
    }
}
