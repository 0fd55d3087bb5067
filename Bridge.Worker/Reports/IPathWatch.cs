namespace Bridge.Worker.Reports;

/// <summary>Which paths are silent: their heartbeats do not come through.</summary>
public interface IPathWatch
{
    /// <summary>Silence: since the last proof of this run, or since its start.</summary>
    IReadOnlyList<(string Operator, string Leg, TimeSpan Silence)> SilentPaths { get; }
}
