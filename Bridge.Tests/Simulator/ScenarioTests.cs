using Bridge.Simulator.CommandLine;
using Bridge.Simulator.Demo.Scenarios;
using Bridge.Tests.Support;

namespace Bridge.Tests.Simulator;

/// <summary>Each scenario of `bridge-sim demo --scenario`, with the real daemon, as a person at the terminal plays it.</summary>
[Trait("Speed", "peers")]
public sealed class ScenarioTests
{
    public static TheoryData<string> Names => [.. Scenario.All.Select(scenario => scenario.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_service_does_what_the_scenario_is_about(string name)
    {
        var screen = new StringWriter();
        var scenario = Scenario.All.Single(one => one.Name == name);

        var http = new Uri($"http://127.0.0.1:{FreePort.Take()}/");
        var output = TextWriter.Synchronized(screen);
        var code = await ScenarioCommand.RunAsync(scenario, http, bridgeAssembly: null, output, TimeProvider.System, default);

        code.ShouldBe(0, screen.ToString());
        screen.ToString().ShouldContain($"{name}: as it should be");
    }
}
