using Spectre.Console;

namespace Bridge.Simulator.Screen;

/// <summary>One cell of a line.</summary>
/// <param name="Colour">Null: the terminal's own.</param>
internal readonly record struct Cell(string Text, Color? Colour = null)
{
    public static implicit operator Cell(string text) => new(text);
}

/// <summary>
/// Prints lines of aligned columns as things happen, from any thread. Colour only where the terminal has it (NO_COLOR and redirection are
/// respected); on a terminal the last column is cut to its width, redirected it is whole.
/// </summary>
internal sealed class Ledger
{
    private const int Gap = 2;

    private readonly IAnsiConsole _console;
    private readonly int[] _widths;
    private readonly int _lastWidth;
    private readonly Lock _lock = new();

    /// <param name="widths">Of every column but the last.</param>
    public Ledger(TextWriter output, params int[] widths)
    {
        _console = ConsoleOn(output);
        _widths = widths;
        _lastWidth = Math.Max(20, _console.Profile.Width - widths.Sum() - Gap * widths.Length - 1);
    }

    /// <summary>A console on a writer; only standard output can be a terminal with colours.</summary>
    public static IAnsiConsole ConsoleOn(TextWriter output)
    {
        var isTerminal = ReferenceEquals(output, System.Console.Out) && !System.Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
                ? ColorSystemSupport.Detect
                : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });

        // Redirected output has no width of its own: nothing may be wrapped or cut.
        if (!isTerminal) console.Profile.Width = 10_000;
        return console;
    }

    public void Line(params ReadOnlySpan<Cell> cells)
    {
        var line = new Paragraph();
        for (var i = 0; i < cells.Length; i++)
        {
            var text = Columns.Printable(cells[i].Text);
            text = i < _widths.Length ? Columns.Fit(text, _widths[i]) + new string(' ', Gap) : Columns.Shorten(text, _lastWidth);
            line.Append(text, cells[i].Colour is { } colour ? new Style(colour) : Style.Plain);
        }

        lock (_lock)
        {
            _console.Write(line);
            _console.WriteLine();
        }
    }

    /// <summary>A line outside the columns.</summary>
    public void Say(string line, Color? colour = null)
    {
        lock (_lock) _console.WriteLine(line, colour is { } given ? new Style(given) : Style.Plain);
    }

    public void Blank()
    {
        lock (_lock) _console.WriteLine();
    }
}
