using System.Diagnostics.CodeAnalysis;
using Bridge.Worker.Configuration.Sections;

namespace Bridge.Worker.Configuration;

/// <summary>A plan, or every fault that there is.</summary>
/// <param name="Layers">The configuration as read, for what .NET itself reads of it (section Logging).</param>
public sealed record ConfigurationReading(BridgePlan? Plan, IReadOnlyList<ConfigurationFault> Faults, IConfigurationRoot Layers)
{
    [MemberNotNullWhen(true, nameof(Plan))]
    public bool IsSound => Faults.Count == 0;
}

/// <summary>
/// The configuration in its layers: a JSON file, then environment variables (Bridge__Bus__Kind), then the command line
/// (--Bridge:Bus:Kind=…).
/// </summary>
public static class BridgeConfiguration
{
    private static readonly string[] RootKeys = [BridgeSection.Path, "Logging", "$schema"];
    private static readonly string[] SearchPaths = ["bridge.json", "/etc/bridge/bridge.json"];

    /// <param name="file">Null: bridge.json in the working directory, else /etc/bridge/bridge.json, else the defaults with no
    /// operators.</param>
    public static ConfigurationReading Read(string? file, IEnumerable<string> commandLine)
    {
        var json = ReadFile(file ?? SearchPaths.FirstOrDefault(File.Exists));
        var layers = new ConfigurationBuilder()
            .AddInMemoryCollection(json.Values)
            .AddEnvironmentVariables()
            .AddCommandLine([.. commandLine])
            .Build();

        var faults = new List<ConfigurationFault>(json.Faults);
        faults.AddRange(json.RootKeys.Where(IsUnknown).Select(k => new ConfigurationFault(k, "unknown key", string.Join(", ", RootKeys))));
        // Without a readable file every required key is missing; its own fault says enough.
        if (json.Faults.Count == 0 || json.Values.Count > 0)
        {
            var plan = BridgeSection.Read(layers, faults, new(Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY")));
            faults = [.. faults.Distinct()];
            if (faults.Count == 0) return new(plan, faults, layers);
        }
        return new(null, faults, layers);
    }

    private static JsonLayer ReadFile(string? path)
    {
        if (path is null) return JsonLayer.Empty;
        try
        {
            return JsonLayer.Parse(path, File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return JsonLayer.Unreadable(path, File.Exists(path) ? "cannot be read" : "no such file");
        }
    }

    private static bool IsUnknown(string rootKey) =>
        !RootKeys.Contains(rootKey.Split(ConfigurationPath.KeyDelimiter)[0], StringComparer.OrdinalIgnoreCase);
}
