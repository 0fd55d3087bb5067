using System.Text.RegularExpressions;
using Bridge.Tests.Support;

namespace Bridge.Tests.Telemetry;

[Trait("Speed", "peers")]
public sealed class AlertingRulesTests
{
    private static readonly string Rules = Repository.File("ops", "bridge.rules.yml");

    [NeedsToolFact("promtool")]
    public async Task Prometheus_accepts_the_rules()
    {
        var verdict = await Tool.RunAsync(Tool.Start("promtool", "check", "rules", Rules), "");
        verdict.ExitCode.ShouldBe(0, verdict.Output);
    }

    [NeedsToolFact("promtool")]
    public async Task The_rules_fire_when_they_should_and_not_before()
    {
        var verdict = await Tool.RunAsync(Tool.Start("promtool", "test", "rules", Repository.File("ops", "bridge.rules.test.yml")), "");
        verdict.ExitCode.ShouldBe(0, verdict.Output + verdict.Error);
    }

    [Fact]
    public async Task Every_metric_that_a_rule_names_is_one_of_ours()
    {
        await using var bridge = await RunningBridge.StartAsync(MetricsTests.WithHeartbeats, MetricsTests.Proved.AddTo);
        MetricsTests.WhatHappensInADay(bridge.Services);
        var served = string.Concat((await ScrapedMetrics.ReadAsync(bridge.Client)).Lines);
        var named = Regex.Matches(await File.ReadAllTextAsync(Rules), "bridge_[a-z_]+(?=[{\\[ )])")
            .Select(match => match.Value.Replace("_bucket", "")).Distinct();

        named.ShouldNotBeEmpty();
        foreach (var metric in named) served.ShouldContain(metric);
    }
}
