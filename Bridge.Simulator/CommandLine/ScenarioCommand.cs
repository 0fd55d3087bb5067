using Bridge.Simulator.Daemon;
using Bridge.Simulator.Demo.Scenarios;
using Spectre.Console;

namespace Bridge.Simulator.CommandLine;

/// <summary>
/// bridge-sim demo --scenario NAME: plays one scenario and ends, with 0 when the service did what the scenario is about and 1 when it did
/// not.
/// </summary>
internal static class ScenarioCommand
{
    public static async Task<int> RunAsync(
        Scenario scenario, Uri http, string? bridgeAssembly, TextWriter output, TimeProvider time, CancellationToken cancel)
    {
        var screen = new ScenarioScreen(output);
        screen.WriteLine($"{scenario.Name}: {scenario.Summary}");
        var over = false;
        await using var run = new ScenarioRun(scenario, http, time, entry =>
        {
            if (!over && (scenario.IsLineByLine || entry.Comment is not null)) screen.Show(entry);
        });
        await using var bridge = await SpawnedBridge.StartAsync(
            SpawnedBridge.NewDirectory(), bridgeAssembly, http, amqp: null, run.Operators(), time, cancel, scenario.Settings);
        screen.WriteLine($"The bridge runs as process {bridge.Id}; its page: {http}  its log: {bridge.Log}");
        screen.Headings();

        var fault = await PlayAsync(run, cancel);
        over = true;
        var result = fault ?? $"as it should be, in {run.Timeline.Now.TotalSeconds:0.0} s";
        screen.WriteBlankLine();
        screen.WriteLine($"{scenario.Name}: {result}", fault is null ? Color.Green : Color.Red);
        if (fault is not null)
        {
            bridge.KeepDirectory();
            screen.WriteLine($"The bridge's log says more: {bridge.Log}");
        }

        if (await bridge.StopAsync() is not { } problem) return fault is null ? 0 : 1;
        screen.WriteLine(problem, Color.Red);
        return 1;
    }

    /// <returns>What the service did wrong; null when it did what the scenario is about.</returns>
    private static async Task<string?> PlayAsync(ScenarioRun run, CancellationToken cancel)
    {
        try
        {
            await run.PlayAsync(cancel);
            return null;
        }
        catch (Exception fault) when (fault is ScenarioFailedException or TimeoutException)
        {
            return fault.Message;
        }
    }
}
