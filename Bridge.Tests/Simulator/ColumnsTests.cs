using Bridge.Simulator.Screen;

namespace Bridge.Tests.Simulator;

[Trait("Speed", "unit")]
public class ColumnsTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("police", 6)]
    [InlineData("警員", 4)]
    [InlineData("收到有關報告，警員很快會到達。", 30)]
    [InlineData("A出口", 5)]
    [InlineData("𠝹", 2)]
    public void A_Chinese_character_takes_two_cells(string text, int cells) => Columns.WidthOf(text).ShouldBe(cells);

    [Theory]
    [InlineData("警員", 6, "警員  ")]
    [InlineData("ab", 6, "ab    ")]
    [InlineData("警員很快", 8, "警員很快")]
    [InlineData("警員很快會", 8, "警員很… ")]
    [InlineData("abcdefghi", 8, "abcdefg…")]
    [InlineData("a警員很快會", 8, "a警員很…")]
    [InlineData("𠝹𠝹𠝹", 4, "𠝹… ")]
    public void Text_is_padded_or_cut_to_exactly_its_column(string text, int width, string fitted)
    {
        Columns.Fit(text, width).ShouldBe(fitted);
        Columns.WidthOf(fitted).ShouldBe(width);
    }

    [Fact]
    public void Columns_stay_aligned_whatever_the_script()
    {
        var output = new StringWriter();
        var columns = new ColumnWriter(output, 10, 8);

        columns.WriteRow("report", "警員", "x");
        columns.WriteRow("警員很快會到達", "en", "x");

        var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(2);
        lines.Select(line => Columns.WidthOf(line[..line.IndexOf('x', StringComparison.Ordinal)])).ShouldBe([22, 22]);
    }

    [Fact]
    public void Redirected_output_has_no_colour_codes_and_cuts_nothing()
    {
        var output = new StringWriter();
        var long_text = string.Concat(Enumerable.Repeat("警員很快會到達", 100));

        new ColumnWriter(output, 4).WriteRow(new("a", Spectre.Console.Color.Red), long_text);

        output.ToString().ShouldBe("a     " + long_text + Environment.NewLine);
    }

    [Fact]
    public void A_text_cannot_steer_the_terminal() => Columns.Printable("a\u001b[31mb\r\nc\u202ed").ShouldBe("a [31mb  c d");

    [Theory]
    [InlineData("85290009000", "+852 9000 9000")]
    [InlineData("8613800138000", "8613800138000")]
    [InlineData(null, "unknown")]
    public void Hong_Kong_numbers_are_grouped(string? msisdn, string shown) => Phone.Format(msisdn).ShouldBe(shown);
}
