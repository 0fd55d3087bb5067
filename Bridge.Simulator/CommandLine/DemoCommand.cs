using System.CommandLine;
using Bridge.Simulator.Daemon;
using Bridge.Simulator.Demo;
using Bridge.Simulator.Demo.Scenarios;

namespace Bridge.Simulator.CommandLine;

/// <summary>bridge-sim demo: the whole service with nothing installed.</summary>
internal static class DemoCommand
{
    private const int DefaultPort = 9920;

    private static readonly Option<string?> ScenarioName = CreateScenarioOption();
    private static readonly Option<bool> Once = new("--once")
    {
        Description = "End with exit code 0 when every text has been confirmed and delivered, 1 otherwise.",
    };
    private static readonly Option<int> Port = Options.Count(
        "--port", "The port of the bridge's page on 127.0.0.1.", 1, 65535, DefaultPort);
    private static readonly Option<string?> Bridge = new("--bridge")
    {
        Description = "Path of bridge.dll. Default: the one of this build.",
    };
    private static readonly Option<TimeSpan?> Within = Options.Duration("--within", "How long all the texts may take. Default 60s.");

    public static Command Create(TextWriter output, TextWriter errors, TimeProvider time)
    {
        var command = new Command(
            "demo",
            "Two operators, the real daemon and a report centre: sends the texts of the 992 guide and shows what becomes of them.")
        {
            Once, ScenarioName, Port, Bridge, Within,
        };
        command.SetAction((parsed, cancel) => RunAsync(parsed, output, errors, time, cancel));
        return command;
    }

    private static Option<string?> CreateScenarioOption()
    {
        var option = new Option<string?>("--scenario")
        {
            Description = "Play one story instead and end, with 0 when the service did what it is about: "
                + string.Join("; ", Scenario.All.Select(scenario => $"{scenario.Name} ({scenario.Summary})")) + ".",
        };
        option.AcceptOnlyFromAmong([.. Scenario.All.Select(scenario => scenario.Name)]);
        return option;
    }

    private static async Task<int> RunAsync(
        ParseResult parsed, TextWriter output, TextWriter errors, TimeProvider time, CancellationToken cancel)
    {
        var port = parsed.GetValue(Port);
        if (!DaemonConfiguration.IsFree(port))
        {
            var other = port == DefaultPort ? 9930 : DefaultPort;
            await errors.WriteLineAsync(
                $"Port {port} on 127.0.0.1 is taken, perhaps by another bridge or demo. "
                + $"Choose another one: bridge-sim demo --port {other}");
            return SimulatorCommand.Unavailable;
        }

        var http = new Uri($"http://127.0.0.1:{port}/");
        var bridgeAssembly = parsed.GetValue(Bridge);
        if (parsed.GetValue(ScenarioName) is { } name)
        {
            var scenario = Scenario.All.First(one => one.Name == name);
            return await ScenarioCommand.RunAsync(scenario, http, bridgeAssembly, output, time, cancel);
        }

        var screen = new DemoScreen(output, time);
        await using var run = new DemoRun(http, screen, time);
        await using var bridge = await SpawnedBridge.StartAsync(
            SpawnedBridge.NewDirectory(), bridgeAssembly, http, amqp: null, run.Operators(), time, cancel);
        screen.WriteLine($"The bridge runs as process {bridge.Id}; its page: {http}  its log: {bridge.Log}");

        var within = parsed.GetValue(Within) ?? TimeSpan.FromSeconds(60);
        var succeeded = await ShowAsync(run, bridge, screen, parsed.GetValue(Once), within, cancel);
        if (!succeeded) bridge.KeepDirectory();
        if (await bridge.StopAsync() is not { } problem) return succeeded ? 0 : 1;

        await errors.WriteLineAsync(problem);
        return 1;
    }

    private static async Task<bool> ShowAsync(
        DemoRun run, SpawnedBridge bridge, DemoScreen screen, bool once, TimeSpan within, CancellationToken cancel)
    {
        try
        {
            await run.RunAsync(interval: once ? TimeSpan.Zero : TimeSpan.FromMilliseconds(500), within, cancel);
            var done = run.Progress.Done;
            screen.Summary(run.Progress.Summarize(), done);
            if (!done) screen.WriteLine($"The bridge's log says more: {bridge.Log}");
            if (once) return done;

            screen.WriteLine($"Still running: {bridge.Http}  Ctrl-C ends it.");
            await run.StayAsync(cancel);
            return done;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Ctrl-C is the expected end of the demonstration, unless it was to end by itself.
            return !once;
        }
    }
}
