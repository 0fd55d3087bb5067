using Bridge.Worker.Configuration;

namespace Bridge.Tests.Support;

/// <summary>Plans read as the daemon reads them.</summary>
internal static class SamplePlan
{
    /// <summary>harbour-mobile with links a and b, peak-fixed with link a; HTTP on a free port.</summary>
    public static BridgePlan TwoOperators(params string[] settings)
    {
        var reading = BridgeConfiguration.Read(File, ["--Bridge:Http:Listen=http://127.0.0.1:0", .. settings]);
        return reading.Plan ?? throw new InvalidOperationException(string.Join('\n', reading.Faults));
    }

    /// <summary>The sample that stands at the root of the repository.</summary>
    public static string File { get; } = Path.Combine(AppContext.BaseDirectory, "bridge.sample.json");
}
