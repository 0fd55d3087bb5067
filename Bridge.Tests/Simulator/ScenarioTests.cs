using Bridge.Simulator.Demo.Scenarios;
using Bridge.Tests.Support;

namespace Bridge.Tests.Simulator;

/// <summary>Each story of `bridge-sim demo --scenario`, with the real daemon, as a person at the terminal plays it.</summary>
public sealed class ScenarioTests
{
    public static TheoryData<string> Names => [.. ScenarioCommand.All.Select(scenario => scenario.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_service_does_what_the_story_is_about(string name)
    {
        var screen = new StringWriter();
        var scenario = ScenarioCommand.All.Single(one => one.Name == name);

        var code = await ScenarioCommand.RunAsync(
            scenario, new Uri($"http://127.0.0.1:{FreePort.Take()}/"), bridgeAssembly: null, TextWriter.Synchronized(screen),
                TimeProvider.System, default);

        code.ShouldBe(0, screen.ToString());
        screen.ToString().ShouldContain($"{name}: as it should be");
    }
}
