namespace Bridge.Worker.Reports;

/// <summary>Which paths have not been proved for as long as they should have been.</summary>
public interface IPathWatch
{
    /// <summary>With the time since the last proof of this run, or since the start.</summary>
    IReadOnlyList<(string Operator, string Leg, TimeSpan Silence)> Late { get; }
}
