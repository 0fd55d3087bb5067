using Bridge.Tests.Architecture;
using Bridge.Tests.Support;
using Bridge.Worker.Retention;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Tests.Telemetry;

/// <summary>The table of metrics in docs/operations.md beside what is served.</summary>
[Trait("Speed", "rooms")]
public sealed class MetricsPageTests
{
    [Fact]
    public async Task The_page_has_every_metric_with_its_type_and_labels()
    {
        await using var bridge = await RunningBridge.StartAsync(MetricsTests.WithHeartbeats, MetricsTests.Proved.AddTo);
        MetricsTests.WhatHappensInADay(bridge.Services);
        bridge.Services.GetRequiredService<IRetentionMetrics>().Erased(default, oldest: DateTimeOffset.UnixEpoch);
        var lines = (await bridge.Client.GetStringAsync("/metrics")).Split('\n');

        Documented().ShouldBe(Served(lines), ignoreOrder: true);
    }

    private static IEnumerable<string> Documented() => MarkdownPage.Read("docs/operations.md").TableUnder("Metrics")
        .Select(row => $"{row[0].Trim('`')} {row[1]} {Listed(MarkdownPage.CodeIn(row[2]))}");

    private static IEnumerable<string> Served(string[] lines) =>
        from line in lines
        where line.StartsWith("# TYPE ", StringComparison.Ordinal)
        let words = line.Split(' ')
        select $"{words[2]} {words[3]} {LabelsOf(words[2], lines)}";

    private static string LabelsOf(string metric, string[] lines)
    {
        var sample = lines.First(line => !line.StartsWith('#') && line.StartsWith(metric, StringComparison.Ordinal));
        return Listed(sample.Split('{')[1].Split('}')[0].Split(',').Select(label => label.Split('=')[0]).Where(label => label is not ("" or "le")));
    }

    private static string Listed(IEnumerable<string> labels) => string.Join(' ', labels.Order(StringComparer.Ordinal));
}
