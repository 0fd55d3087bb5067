using System.Text.Json.Nodes;
using Bridge.Simulator.Centre;

namespace Bridge.Simulator.Demo.Scenarios;

/// <summary>
/// One thing that happens to the service, played by simulated operators and a simulated centre around the real daemon. The clocks of the
/// daemon are set short, so that a story of five minutes takes seconds; each story says what it sets.
/// </summary>
internal abstract class Scenario
{
    public abstract string Name { get; }

    /// <summary>What is shown, in a sentence.</summary>
    public abstract string Summary { get; }

    /// <summary>Keys of section Bridge that the story needs; null: the defaults.</summary>
    public virtual JsonObject? Settings => null;

    /// <summary>Further keys of one of the operators; null: none.</summary>
    public virtual JsonObject? OperatorSettings(string name) => null;

    /// <summary>What the centre does by itself. Otherwise it only listens, and the story sends its commands.</summary>
    public virtual CentreSettings Centre { get; } = new() { Takes = false, Confirms = false };

    /// <summary>Whether every step is worth a line of its own while it is played.</summary>
    public virtual bool IsLineByLine => true;

    /// <summary>Plays it. Waits for what has to happen, and fails when it does not.</summary>
    /// <exception cref="ScenarioFailedException">Something that has to happen did not, or the other way round.</exception>
    public abstract Task PlayAsync(Stage stage, CancellationToken cancel);
}

/// <summary>The service did not do what the story is about.</summary>
public sealed class ScenarioFailedException(string message) : Exception(message);
