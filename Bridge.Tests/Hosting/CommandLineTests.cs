using Bridge.Tests.Support;

namespace Bridge.Tests.Hosting;

/// <summary>`bridge` as a shell sees it: what it prints where, and how it exits.</summary>
[Trait("Speed", "peers")]
public sealed class CommandLineTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Check_accepts_the_sample_in_silence() =>
        (await Tool.RunAsync(Tool.Bridge, "check", "--config", SamplePlan.File)).ShouldBe(new ToolResult(0, "", ""));

    [Fact]
    public async Task Check_prints_every_problem_on_a_line_and_exits_78()
    {
        var result = await Tool.RunAsync(Tool.Bridge, "check", "--config", SamplePlan.File, "--Bridge:Bus:Kind=kafka",
            "--Bridge:Operators:peak-fixed:Links:a:Port", "0");

        result.ExitCode.ShouldBe(78);
        result.Output.ShouldBe("""
            Bridge:Operators:peak-fixed:Links:a:Port: found "0"; allowed: a whole number from 1 to 65535
            Bridge:Bus:Kind: found "kafka"; allowed: embedded, rabbitmq

            """);
    }

    [Fact]
    public async Task The_environment_goes_over_the_file_and_the_command_line_over_both()
    {
        var start = Tool.Start(Tool.Bridge, "check", "--config", SamplePlan.File, "--Bridge:Assembly:Wait=00:00:05");
        start.Environment["Bridge__Assembly__Wait"] = "never";
        start.Environment["Bridge__Operators__harbour-mobile__Links__b__Window"] = "many";

        var result = await Tool.RunAsync(start);

        result.Output.ShouldBe("Bridge:Operators:harbour-mobile:Links:b:Window: found \"many\"; allowed: a whole number from 1 to 10000\n");
    }

    [Theory]
    [InlineData("run")]
    [InlineData("check")]
    public async Task A_file_that_is_missing_or_no_json_is_78(string command)
    {
        await File.WriteAllTextAsync(_folder.File("broken.json"), "{ \"Bridge\": ");

        (await Tool.RunAsync(Tool.Bridge, command, "--config", _folder.File("nowhere.json"))).ExitCode.ShouldBe(78);
        var broken = await Tool.RunAsync(Tool.Bridge, command, "--config", _folder.File("broken.json"));
        broken.ExitCode.ShouldBe(78);
        (broken.Output + broken.Error).ShouldContain("line 1, position 13");
    }

    [Theory]
    [InlineData("chekc")]
    [InlineData("check", "--confg", "x")]
    [InlineData("check", "--config")]
    [InlineData("check", "--Bridge:NodeName")]
    [InlineData("status", "--url", "localhost")]
    public async Task A_slip_of_the_command_line_is_64(params string[] arguments) =>
        (await Tool.RunAsync(Tool.Bridge, arguments)).ExitCode.ShouldBe(64);

    [Fact]
    public async Task A_port_that_is_taken_is_a_fault_that_restarting_may_cure()
    {
        await using var first = await RunningBridge.StartAsync(SamplePlan.TwoOperators(), new ToldState().AddTo);

        var second = await Tool.RunAsync(
            Tool.Bridge, "run", "--config", SamplePlan.File,
                $"--Bridge:Http:Listen={first.Client.BaseAddress!.GetLeftPart(UriPartial.Authority)}",
                $"--Bridge:Store:Path={_folder.File("bridge.db")}");

        second.ExitCode.ShouldBe(1);
        second.Output.ShouldContain("address already in use");
    }

    [Fact]
    public async Task A_store_that_cannot_be_opened_is_one_too_and_takes_one_line_to_say()
    {
        var result = await Tool.RunAsync(Tool.Bridge, "run", "--config", SamplePlan.File, "--Bridge:Http:Listen=http://127.0.0.1:0",
            "--Bridge:Store:Path=/proc/nowhere/bridge.db");

        result.ExitCode.ShouldBe(1);
        result.Error.Trim().Split('\n').ShouldHaveSingleItem().ShouldStartWith("bridge: ");
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_signal_drains_and_ends_with_0(string signal)
    {
        using var bridge = BridgeProcess.Start(Tool.Start(
            Tool.Bridge, "--config", SamplePlan.File, "--Bridge:Http:Listen=http://127.0.0.1:0",
                $"--Bridge:Store:Path={_folder.File("bridge.db")}"));
        await bridge.LineAsync("Application started");

        bridge.Signal(signal);

        (await bridge.ExitAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Status_tells_by_its_exit_code_whether_all_is_well()
    {
        var told = Telemetry.HealthTests.AllWell();
        told.State = told.State with
        {
            UnconfirmedReports = 1,
            OldestUnconfirmed = TimeSpan.FromSeconds(37),
            OldestUnconfirmedReport = "r-1",
        };
        await using var bridge = await RunningBridge.StartAsync(SamplePlan.TwoOperators(), told.AddTo);
        var url = bridge.Client.BaseAddress!.ToString();

        var well = await Tool.RunAsync(Tool.Bridge, "status", "--url", url);
        well.ExitCode.ShouldBe(0);
        well.Output.ShouldContain("link                harbour-mobile/a bound since 2026-11-22T04:00:00Z");
        well.Output.ShouldContain("backlog             0 events");
        well.Output.ShouldContain("oldest unconfirmed  37 s, report r-1, 1 in all");

        told.Up = false;
        var degraded = await Tool.RunAsync(Tool.Bridge, "status", "--url", url);
        degraded.ExitCode.ShouldBe(1);
        degraded.Output.ShouldContain("problem             bus: cannot be reached");

        await bridge.DisposeAsync();
        var gone = await Tool.RunAsync(Tool.Bridge, "status", "--url", url);
        gone.ExitCode.ShouldBe(2);
        gone.Error.ShouldContain("no status from");
    }
}
