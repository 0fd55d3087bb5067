using Spectre.Console;

namespace Bridge.Simulator.Screen;

/// <summary>One cell of a row.</summary>
/// <param name="Colour">Null: the terminal's own.</param>
internal readonly record struct Cell(string Text, Color? Colour = null)
{
    public static implicit operator Cell(string text) => new(text);
}

/// <summary>
/// Prints rows of aligned columns as things happen, from any thread. Colour only where the terminal has it (NO_COLOR and redirection are
/// respected). On a terminal the last column is cut to the terminal's width; redirected it is whole.
/// </summary>
internal sealed class ColumnWriter
{
    private const int Gap = 2;

    private readonly IAnsiConsole _console;
    private readonly int[] _widths;
    private readonly int _lastWidth;
    private readonly Lock _lock = new();

    /// <param name="widths">In terminal cells, of every column but the last.</param>
    public ColumnWriter(TextWriter output, params int[] widths)
    {
        _console = CreateConsole(output);
        _widths = widths;
        _lastWidth = Math.Max(20, _console.Profile.Width - widths.Sum() - Gap * widths.Length - 1);
    }

    /// <summary>A console that writes to <paramref name="output"/>; only standard output can be a terminal with colours.</summary>
    public static IAnsiConsole CreateConsole(TextWriter output)
    {
        var isTerminal = ReferenceEquals(output, System.Console.Out) && !System.Console.IsOutputRedirected;
        var hasColours = isTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = hasColours ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });

        // Redirected output has no width of its own: nothing may be wrapped or cut.
        if (!isTerminal) console.Profile.Width = 10_000;
        return console;
    }

    public void WriteRow(params ReadOnlySpan<Cell> cells)
    {
        var row = new Paragraph();
        for (var i = 0; i < cells.Length; i++)
        {
            var text = Columns.Printable(cells[i].Text);
            text = i < _widths.Length ? Columns.Fit(text, _widths[i]) + new string(' ', Gap) : Columns.Shorten(text, _lastWidth);
            row.Append(text, cells[i].Colour is { } colour ? new Style(colour) : Style.Plain);
        }

        lock (_lock)
        {
            _console.Write(row);
            _console.WriteLine();
        }
    }

    /// <summary>Writes a line outside the columns.</summary>
    public void WriteLine(string line, Color? colour = null)
    {
        lock (_lock) _console.WriteLine(line, colour is { } given ? new Style(given) : Style.Plain);
    }

    public void WriteBlankLine()
    {
        lock (_lock) _console.WriteLine();
    }
}
