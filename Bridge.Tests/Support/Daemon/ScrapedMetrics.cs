using System.Globalization;
using System.Text.RegularExpressions;

namespace Bridge.Tests.Support;

/// <summary>What a bridge serves on /metrics at one moment.</summary>
internal sealed class ScrapedMetrics
{
    private ScrapedMetrics(string text) => Lines = text.Split('\n');

    /// <summary>The page as it is written, for tests of the literal names and labels.</summary>
    public IReadOnlyList<string> Lines { get; }

    /// <param name="bridge">Null: the client's own address.</param>
    public static async Task<ScrapedMetrics> ReadAsync(HttpClient client, Uri? bridge = null) =>
        new(await client.GetStringAsync(bridge is null ? new Uri("/metrics", UriKind.Relative) : new Uri(bridge, "/metrics")));

    /// <summary>The sum of a metric over all its series with these labels; null when there is none.</summary>
    public double? Sum(string metric, params (string Name, string Value)[] labels)
    {
        var series = new Regex($@"^{Regex.Escape(metric)}(?:\{{(?<labels>.*)\}})? (?<value>\S+)$", RegexOptions.ExplicitCapture);
        var values = Lines
            .Select(line => series.Match(line))
            .Where(line => line.Success)
            .Where(line => labels.All(label => $",{line.Groups["labels"]},".Contains($",{label.Name}=\"{label.Value}\",")))
            .Select(line => double.Parse(line.Groups["value"].Value, CultureInfo.InvariantCulture))
            .ToList();
        return values.Count == 0 ? null : values.Sum();
    }
}
