using Bridge.Simulator.Daemon;
using Spectre.Console;

namespace Bridge.Simulator.Demo.Scenarios;

/// <summary>
/// bridge-sim demo --scenario NAME: plays one story and ends, with 0 when the service did what the story is about and 1 when it did not.
/// </summary>
internal static class ScenarioCommand
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new Confirm(), new SlowCentre(), new FullInboxStory(), new Roaming(), new Unregistered(), new OperatorOutage(), new Flood(),
    ];

    public static async Task<int> RunAsync(
        Scenario scenario, Uri http, string? bridgeAssembly, TextWriter output, TimeProvider time, CancellationToken cancel)
    {
        var timeline = new Timeline(output);
        timeline.Say($"{scenario.Name}: {scenario.Summary}");
        var over = false;
        await using var stage = new Stage(scenario, http, time, moment =>
        {
            if (over) return;
            if (scenario.IsLineByLine || moment.Said is not null) timeline.Show(moment);
        });
        await using var bridge = await SpawnedBridge.StartAsync(
            SpawnedBridge.NewDirectory(), bridgeAssembly, http, amqp: null, stage.Operators(), time, cancel, scenario.Settings);
        timeline.Say($"The bridge runs as process {bridge.Id}; its page: {http}  its log: {bridge.Log}");
        timeline.Headings();
        var fault = await PlayAsync(stage, cancel);
        over = true;
        var took = stage.Now.TotalSeconds;
        timeline.Blank();
        timeline.Say(fault is null ? $"{scenario.Name}: as it should be, in {took:0.0} s" : $"{scenario.Name}: {fault}", fault is null
            ? Color.Green : Color.Red);
        if (fault is not null)
        {
            bridge.Keep();
            timeline.Say($"The bridge's log says more: {bridge.Log}");
        }

        if (await bridge.StopAsync() is not { } problem) return fault is null ? 0 : 1;
        timeline.Say(problem, Color.Red);
        return 1;
    }

    private static async Task<string?> PlayAsync(Stage stage, CancellationToken cancel)
    {
        try
        {
            await stage.PlayAsync(cancel);
            return null;
        }
        catch (Exception fault) when (fault is ScenarioFailedException or TimeoutException)
        {
            return fault.Message;
        }
    }
}
