using System.Globalization;
using System.Text;
using Spectre.Console.Rendering;

namespace Bridge.Simulator.Screen;

/// <summary>Cuts and pads text to terminal cells, of which a Chinese character takes two.</summary>
internal static class Columns
{
    /// <summary>How many cells the text takes.</summary>
    public static int WidthOf(string text) => new Segment(text).CellCount();

    /// <summary>Exactly <paramref name="width"/> cells: padded with spaces, or cut between characters and ended with an ellipsis.</summary>
    public static string Fit(string text, int width)
    {
        var cells = WidthOf(text);
        return cells <= width ? text + new string(' ', width - cells) : Fit(Cut(text, width - 1) + "…", width);
    }

    /// <summary>At most <paramref name="width"/> cells, not padded.</summary>
    public static string Shorten(string text, int width) => WidthOf(text) <= width ? text : Cut(text, width - 1) + "…";

    /// <summary>The text with its control characters replaced: they could move the cursor or recolour the terminal.</summary>
    public static string Printable(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Format)
            {
                line.Append(' ');
            }
            else
            {
                line.Append(rune);
            }
        }

        return line.ToString();
    }

    private static string Cut(string text, int width)
    {
        var line = new StringBuilder();
        var cells = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var character = rune.ToString();
            cells += WidthOf(character);
            if (cells > width) break;
            line.Append(character);
        }

        return line.ToString();
    }
}
