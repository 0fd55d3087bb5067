using System.Text.Json.Nodes;
using Bridge.Simulator.Centre;

namespace Bridge.Simulator.Demo.Scenarios;

/// <summary>
/// One thing that happens to the service, played by simulated operators and a simulated centre around the real daemon. The daemon's
/// deadlines are set short, so that a scenario of five minutes takes seconds.
/// </summary>
internal abstract class Scenario
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new Confirm(), new SlowCentre(), new FullInbox(), new Roaming(), new Unregistered(), new OperatorOutage(), new Flood(),
    ];

    public abstract string Name { get; }

    /// <summary>What is shown, in a sentence.</summary>
    public abstract string Summary { get; }

    /// <summary>Keys of section Bridge that the scenario needs; null: the defaults.</summary>
    public virtual JsonObject? Settings => null;

    /// <summary>Further keys of one of the operators; null: none.</summary>
    public virtual JsonObject? OperatorSettings(string name) => null;

    /// <summary>What the centre does by itself. By default it only listens, and the scenario sends its commands.</summary>
    public virtual CentreSettings Centre { get; } = new() { Takes = false, Confirms = false };

    /// <summary>Whether the timeline is printed line by line; otherwise only its comments are.</summary>
    public virtual bool IsLineByLine => true;

    /// <summary>Plays it. Waits for what has to happen, and fails when it does not.</summary>
    /// <exception cref="ScenarioFailedException">The service did not do what the scenario is about.</exception>
    public abstract Task PlayAsync(ScenarioRun run, CancellationToken cancel);
}

/// <summary>The service did not do what the scenario is about; the message says what was wrong.</summary>
public sealed class ScenarioFailedException(string message) : Exception(message);
