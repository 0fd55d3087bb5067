using System.CommandLine;
using Bridge.Worker.Configuration;

namespace Bridge.Worker.Hosting;

/// <summary>
/// Makes commands read the configuration: --config FILE, and whatever else stands on their command line as the last layer
/// (--Bridge:Http:Listen=…).
/// </summary>
internal sealed class ConfiguredCommands
{
    private readonly Option<string?> _config = new("--config")
    {
        Description = "The JSON file; without it bridge.json here, else /etc/bridge/bridge.json.",
        HelpName = "FILE",
    };

    public static void Print(IEnumerable<ConfigurationFault> faults, TextWriter output)
    {
        foreach (var fault in faults) output.WriteLine(fault);
    }

    /// <summary>A command that may read the configuration, sound or not.</summary>
    public Command WithLayers(Command command, Func<ParseResult, CancellationToken, Task<int>> action)
    {
        command.Add(_config);
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(action);
        return command;
    }

    /// <summary>A command that needs a sound configuration. Without one it prints the faults and ends with EX_CONFIG.</summary>
    public Command WithPlan(Command command, Func<BridgePlan, ParseResult, CancellationToken, Task<int>> action) =>
        WithLayers(command, (parsed, cancel) => RunAsync(parsed, (plan, _) => action(plan, parsed, cancel)));

    public ConfigurationReading Read(ParseResult parsed) => BridgeConfiguration.Read(parsed.GetValue(_config), parsed.UnmatchedTokens);

    /// <summary>Runs the action when the configuration is sound. Otherwise prints its faults.</summary>
    /// <returns>The action's exit code, or EX_CONFIG.</returns>
    public Task<int> RunAsync(ParseResult parsed, Func<BridgePlan, IConfiguration, Task<int>> action)
    {
        var reading = Read(parsed);
        if (reading.IsSound) return action(reading.Plan, reading.Layers);
        Print(reading.Faults, parsed.Error());
        return Task.FromResult(ExitCodes.Configuration);
    }
}

internal static class ParsedConsole
{
    public static TextWriter Output(this ParseResult parsed) => parsed.InvocationConfiguration.Output;

    public static TextWriter Error(this ParseResult parsed) => parsed.InvocationConfiguration.Error;
}
