using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bridge.Protocol.Centre;
using Bridge.Simulator.Centre;
using Bridge.Simulator.Smsc;
using Bridge.Tests.Support;

namespace Bridge.Tests.Hosting;

/// <summary>`bridge hold`, `evidence` and `statistics` as a person types them, beside the real daemon that erases.</summary>
[Trait("Speed", "peers")]
public sealed class RecordsCommandsTests
{
    private const string Kept = "要留機密PRIVATE-KEPT";
    private const string Gone = "不留機密PRIVATE-GONE";

    [Fact]
    public async Task A_text_goes_when_its_time_is_over_and_stays_while_it_is_held()
    {
        await using var smsc = new SimulatedOperator(new OperatorSettings { Name = "harbour" }, TimeProvider.System);
        await using var daemon = await BridgeDaemon.StartAsync(
            new() { ["harbour"] = BridgeDaemon.OneLink(smsc.Port) },
            more: new JsonObject { ["Retention"] = "30.00:00:00" });
        await daemon.BoundAsync(1);
        await smsc.DeliverTextAsync(PhoneText.Pdus("85291112222", Kept, 1).Single(), CancellationToken.None);
        await smsc.DeliverTextAsync(PhoneText.Pdus("85293334444", Gone, 2).Single(), CancellationToken.None);
        var texts = await ReportsAsync(daemon);
        var held = texts.Single(text => text.Text == Kept).ReportId;

        (await BridgeAsync(daemon, "hold", "add", held, "--reason", "case 7")).Output.ShouldStartWith($"{held} is held");
        (await BridgeAsync(daemon, "hold", "add", "r404"))
            .ShouldBe(new ToolResult(1, "", "hold add r404: neither a conversation nor a report has this id\n"));
        (await BridgeAsync(daemon, "hold", "list")).Output.ShouldContain($"{held}  {Environment.UserName}  case 7");

        // From now on nothing may be older than a second.
        (await daemon.StopAsync()).ShouldBe(0);
        (await BridgeAsync(daemon, "hold", "list")).ExitCode.ShouldBe(2);
        await SetAsync(daemon, bridge => bridge["Retention"] = "00:00:01");
        await daemon.StartAsync();
        await Eventually.TrueAsync(
            async () => await daemon.MetricAsync("bridge_erased_total", ("record", "event")) >= 1, "a text is erased");
        await Eventually.TrueAsync(() => Task.FromResult(!Contains(daemon, Gone)), "nothing of it is in the files");

        var after = await ReportsAsync(daemon);
        after.Select(text => (text.ReportId, text.Text)).ShouldBe(texts.Select(text => (text.ReportId, text.ReportId == held ? Kept : "")));
        Contains(daemon, Kept).ShouldBeTrue();
        (await daemon.MetricAsync("bridge_oldest_personal_seconds")).ShouldNotBeNull().ShouldBeGreaterThan(0);
        var verified = await BridgeAsync(daemon, "evidence", "verify");
        (verified.ExitCode, verified.Output.StartsWith("the evidence holds: ", StringComparison.Ordinal))
            .ShouldBe((0, true), verified.Error);
        var anchor = daemon.Log().Last(line => line.Contains("Evidence: ")).Split("Evidence: ")[1];
        (await BridgeAsync(daemon, "evidence", "verify", "--anchor", anchor)).ExitCode.ShouldBe(0, anchor);
        (await BridgeAsync(daemon, "evidence", "export", "--report", held)).Output.ShouldContain(Kept);

        var month = texts[0].ReceivedAt.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM");
        var statistics = JsonDocument.Parse((await BridgeAsync(daemon, "statistics", "--month", month, "--json")).Output).RootElement;
        statistics.Number("operators.0.reports").ShouldBe(2);

        (await BridgeAsync(daemon, "hold", "remove", held)).ExitCode.ShouldBe(0);
        await Eventually.TrueAsync(() => Task.FromResult(!Contains(daemon, Kept)), "nothing of what was held is in the files");
        (await BridgeAsync(daemon, "hold", "list")).Output.ShouldBe("");
        string.Concat(daemon.Log()).ShouldNotContain("PRIVATE");
    }

    [Theory]
    [InlineData(64, "statistics", "--month", "November")]
    [InlineData(64, "statistics")]
    [InlineData(64, "evidence", "export")]
    [InlineData(64, "evidence", "verify", "--anchor", "yesterday")]
    [InlineData(64, "hold", "add")]
    public async Task A_slip_of_the_command_line_is_64(int exitCode, params string[] arguments) =>
        (await Tool.RunAsync(Tool.Bridge, [.. arguments, "--config", SamplePlan.File])).ExitCode.ShouldBe(exitCode);

    private static Task<ToolResult> BridgeAsync(BridgeDaemon daemon, params string[] arguments) =>
        Tool.RunAsync(Tool.Bridge, [.. arguments, "--config", daemon.Configuration]);

    private static async Task SetAsync(BridgeDaemon daemon, Action<JsonObject> set)
    {
        var whole = JsonNode.Parse(await File.ReadAllTextAsync(daemon.Configuration))!;
        set(whole["Bridge"]!.AsObject());
        await File.WriteAllTextAsync(daemon.Configuration, whole.ToJsonString());
    }

    /// <summary>The first reports that a consumer gets who asks for everything.</summary>
    private static async Task<List<ReportData>> ReportsAsync(BridgeDaemon daemon)
    {
        await using var bus = new HttpCentreBus(daemon.Http, after: 0, TimeProvider.System);
        return await bus.TakeAsync<ReportData>(2);
    }

    private static bool Contains(BridgeDaemon daemon, string text)
    {
        foreach (var path in Directory.GetFiles(Path.GetDirectoryName(daemon.Store)!, "bridge.db*")
            .Where(path => !path.EndsWith(".lock", StringComparison.Ordinal)))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var octets = new MemoryStream();
            file.CopyTo(octets);
            foreach (var form in (Encoding[])[Encoding.UTF8, Encoding.BigEndianUnicode, Encoding.Unicode])
            {
                if (octets.ToArray().AsSpan().IndexOf(form.GetBytes(text)) >= 0) return true;
            }
        }

        return false;
    }
}
