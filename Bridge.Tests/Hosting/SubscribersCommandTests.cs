using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Bridge.Tests.Support;

namespace Bridge.Tests.Hosting;

/// <summary>`bridge subscribers import` as a person types it, beside the real daemon and without it.</summary>
[Trait("Speed", "peers")]
public sealed class SubscribersCommandTests
{
    private const int People = 3_000;

    private const string Mixed = """
        msisdn,operator,name,address,language,contacts,notify
        "91234567;61234567",harbour,PRIVATE-NAME,"PRIVATE, ADDRESS",en,,no
        5123456X,harbour,PRIVATE-NAME,PRIVATE-ADDRESS,,,
        51234567,harbour,PRIVATE-NAME,PRIVATE-ADDRESS,,,

        """;

    [Fact]
    public async Task Beside_the_running_daemon_it_registers_what_is_well_once_and_names_the_rest()
    {
        await using var daemon = await StartAsync();
        using var folder = new TempFolder();
        var file = await WriteAsync(folder, Mixed);

        for (var again = 0; again < 2; again++)
        {
            var result = await ImportAsync(daemon, file);
            result.Output.ShouldBe("3 numbers well, 1 bad rows; taken by the running daemon\n");
            result.Error.ShouldStartWith("line 3, column msisdn: must be a telephone number");
            result.Error.ShouldNotContain("PRIVATE");
            result.Error.ShouldNotContain("5123456");
            result.ExitCode.ShouldBe(65);
            (await daemon.MetricAsync("bridge_registrations", ("state", "active"))).ShouldBe(2);
            (await daemon.MetricAsync("bridge_registrations", ("state", "pending"))).ShouldBe(1);
            (await daemon.MetricAsync("bridge_registration_events_total", ("event", "put"))).ShouldBe(3);
        }
    }

    [Fact]
    public async Task Without_a_daemon_it_registers_into_the_store_and_the_next_daemon_knows()
    {
        await using var daemon = await StartAsync();
        await daemon.StopAsync();
        using var folder = new TempFolder();
        var file = await WriteAsync(folder, Mixed);

        var check = await ImportAsync(daemon, file, "--check");
        (check.ExitCode, check.Output).ShouldBe((65, "3 numbers well, 1 bad rows; nothing was changed\n"), check.Error);
        var import = await ImportAsync(daemon, file);
        (import.ExitCode, import.Output).ShouldBe((65, "3 numbers well, 1 bad rows; taken by the store; no daemon runs\n"), import.Error);

        await daemon.StartAsync();
        (await daemon.MetricAsync("bridge_registrations")).ShouldBe(3);
    }

    [Fact]
    public async Task An_import_that_is_killed_has_taken_whole_rows_and_takes_the_rest_when_it_is_run_again()
    {
        await using var daemon = await StartAsync();
        using var folder = new TempFolder();
        var file = await WriteAsync(folder, Many());

        using (var import = Process.Start(Tool.Start(Tool.Bridge, "subscribers", "import", file, "--config", daemon.Configuration))!)
        {
            await Eventually.TrueAsync(async () => await daemon.MetricAsync("bridge_registrations") > 0, "the import has begun");
            import.Kill();
            await import.WaitForExitAsync();
        }

        var result = await ImportAsync(daemon, file);
        (result.ExitCode, result.Output).ShouldBe((0, $"{People} numbers well, 0 bad rows; taken by the running daemon\n"), result.Error);
        (await daemon.MetricAsync("bridge_registrations")).ShouldBe(People);
        (await daemon.MetricAsync("bridge_registration_events_total", ("event", "put"))).ShouldBe(People);
        (await daemon.MetricAsync("bridge_registration_events_total", ("event", "removed"))).ShouldBe(0);
    }

    [Fact]
    public async Task A_daemon_that_is_killed_meanwhile_is_waited_for()
    {
        await using var daemon = await StartAsync();
        using var folder = new TempFolder();
        var file = await WriteAsync(folder, Many());

        var importing = ImportAsync(daemon, file);
        await Eventually.TrueAsync(async () => await daemon.MetricAsync("bridge_registrations") > 0, "the import has begun");
        await daemon.KillAsync();
        await daemon.StartAsync();

        var result = await importing;
        (result.ExitCode, result.Output).ShouldBe((0, $"{People} numbers well, 0 bad rows; taken by the running daemon\n"), result.Error);
        (await daemon.MetricAsync("bridge_registrations")).ShouldBe(People);
    }

    [Fact]
    public async Task Two_daemons_never_write_one_store()
    {
        await using var daemon = await StartAsync();

        // Ended with the test, were it to run.
        using var second = BridgeProcess.Start(
            Tool.Start(Tool.Bridge, "run", "--config", daemon.Configuration, "--Bridge:Http:Listen=http://127.0.0.1:0"));

        await second.LineAsync("another process writes the store");
        (await second.ExitAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task What_cannot_be_read_has_an_exit_code_and_a_line()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("bad.json"), """{ "Bridge": { "NoSuchKey": 1 } }""");
        await File.WriteAllTextAsync(
            folder.File("bridge.json"),
            new JsonObject
            {
                ["Bridge"] =
            new JsonObject { ["Store"] = new JsonObject { ["Path"] = folder.File("bridge.db") } }
            }.ToJsonString());
        var file = await WriteAsync(folder, "");

        foreach (var (exit, arguments) in ((int, string[])[])
        [
            (66, [folder.File("nowhere.csv"), "--config", folder.File("bridge.json")]),
            (65, [file, "--config", folder.File("bridge.json")]),
            (78, [file, "--config", folder.File("bad.json")]),
            (64, ["--config", folder.File("bridge.json")]),
        ])
        {
            var result = await Tool.RunAsync(Tool.Bridge, ["subscribers", "import", .. arguments]);
            (result.ExitCode, result.Error.Length > 0).ShouldBe((exit, true), result.Output + result.Error);
        }
    }

    /// <summary>Its operator's link finds nobody: activation texts wait.</summary>
    private static Task<BridgeDaemon> StartAsync() =>
        BridgeDaemon.StartAsync(new() { ["harbour"] = BridgeDaemon.Operator(new() { ["a"] = BridgeDaemon.Link(FreePort.Take()) }) });

    private static Task<ToolResult> ImportAsync(BridgeDaemon daemon, string file, params string[] more) =>
        Tool.RunAsync(Tool.Bridge, ["subscribers", "import", file, "--config", daemon.Configuration, .. more]);

    private static async Task<string> WriteAsync(TempFolder folder, string content)
    {
        await File.WriteAllTextAsync(folder.File("people.csv"), content, Encoding.UTF8);
        return folder.File("people.csv");
    }

    private static string Many() =>
        "msisdn,operator,name,address\n"
            + string.Concat(Enumerable.Range(0, People).Select(i => $"9{i:0000000},harbour,第{i}人,\"上環, {i} 號\"\n"));
}
