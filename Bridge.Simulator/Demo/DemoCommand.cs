using System.CommandLine;
using Bridge.Simulator.CommandLine;
using Bridge.Simulator.Daemon;
using Bridge.Simulator.Demo.Scenarios;

namespace Bridge.Simulator.Demo;

/// <summary>bridge-sim demo: the whole service with nothing installed.</summary>
internal static class DemoCommand
{
    private static readonly Option<string?> Story = StoryOption();
    private static readonly Option<bool> Once = new("--once")
    {
        Description = "End with exit code 0 when every text has been confirmed and delivered, 1 otherwise.",
    };
    private static readonly Option<int> Port = Options.Count("--port", "The port of the bridge's page on 127.0.0.1.", 1, 65535, 9920);
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
            Once,
            Story,
            Port,
            Bridge,
            Within,
        };
        command.SetAction((parsed, cancel) => RunAsync(parsed, output, errors, time, cancel));
        return command;
    }

    private static Option<string?> StoryOption()
    {
        var option = new Option<string?>("--scenario")
        {
            Description = "Play one story instead and end, with 0 when the service did what it is about: "
                + string.Join("; ", ScenarioCommand.All.Select(scenario => $"{scenario.Name} ({scenario.Summary})")) + ".",
        };
        option.AcceptOnlyFromAmong([.. ScenarioCommand.All.Select(scenario => scenario.Name)]);
        return option;
    }

    private static async Task<int> RunAsync(
        ParseResult parsed, TextWriter output, TextWriter errors, TimeProvider time, CancellationToken cancel)
    {
        var port = parsed.GetValue(Port);
        if (!DaemonConfiguration.IsFree(port))
        {
            await errors.WriteLineAsync(
                $"Port {port} on 127.0.0.1 is taken, perhaps by another bridge or demo. Choose another one: bridge-sim demo --port {(port == 9920 ? 9930 : 9920)}");
            return SimulatorCommand.Unavailable;
        }

        var http = new Uri($"http://127.0.0.1:{port}/");
        if (parsed.GetValue(Story) is { } name)
        {
            return await ScenarioCommand.RunAsync(
                ScenarioCommand.All.First(scenario => scenario.Name == name), http, parsed.GetValue(Bridge), output, time, cancel);
        }

        var screen = new DemoScreen(output, time);
        await using var run = new DemoRun(http, screen, time);
        await using var bridge = await SpawnedBridge.StartAsync(
            SpawnedBridge.NewDirectory(), parsed.GetValue(Bridge), http, amqp: null, run.Operators(), time, cancel);
        screen.Say($"The bridge runs as process {bridge.Id}; its page: {http}  its log: {bridge.Log}");

        var done = await ShowAsync(
            run, bridge, screen, http, parsed.GetValue(Once), parsed.GetValue(Within) ?? TimeSpan.FromSeconds(60), cancel);
        if (!done) bridge.Keep();
        if (await bridge.StopAsync() is not { } problem) return done ? 0 : 1;

        await errors.WriteLineAsync(problem);
        return 1;
    }

    private static async Task<bool> ShowAsync(
        DemoRun run, SpawnedBridge bridge, DemoScreen screen, Uri http, bool once, TimeSpan within, CancellationToken cancel)
    {
        try
        {
            await run.RunAsync(apart: once ? TimeSpan.Zero : TimeSpan.FromMilliseconds(500), within, cancel);
            var done = run.Story.Done;
            screen.Summary(run.Story.Sum(), done);
            if (!done) screen.Say($"The bridge's log says more: {bridge.Log}");
            if (once) return done;

            screen.Say($"Still running: {http}  Ctrl-C ends it.");
            await run.StayAsync(cancel);
            return done;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Ctrl-C is how the demonstration is meant to end, unless it was to end by itself.
            return !once;
        }
    }
}
