using System.Text.Json;
using System.Text.RegularExpressions;
using Bridge.Protocol.Smpp;
using Bridge.Tests.Architecture;
using Bridge.Tests.Support;

namespace Bridge.Tests.Systemd;

[Trait("Speed", "unit")]
public sealed partial class OperationsPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "operations.md"));

    [Fact]
    public void Every_fault_of_a_peer_is_on_the_page_as_its_metric_calls_it()
    {
        foreach (var fault in Enum.GetNames<SessionFault>()) Page.ShouldContain($"`{JsonNamingPolicy.SnakeCaseLower.ConvertName(fault)}`");
    }

    [Fact]
    public void Every_alert_is_on_the_page_as_the_rules_have_it() =>
        MarkdownPage.Read("docs/operations.md").TableUnder("What to page on")
            .Select(row => string.Join(' ', row.Take(4)).Replace("`", "", StringComparison.Ordinal).Replace(@"\|", "|", StringComparison.Ordinal))
            .ShouldBe(Rule().Matches(File.ReadAllText(Repository.File("ops", "bridge.rules.yml"))).Select(found =>
                $"{found.Groups["alert"]} {found.Groups["severity"]} {found.Groups["when"]} {found.Groups["long"]}"));

    [GeneratedRegex(
        @"alert: (?<alert>\w+)\s+expr: (?<when>.+)\s+(for: (?<long>\w+)\s+)?labels: \{ severity: (?<severity>\w+) \}",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Rule();
}
