namespace Bridge.Tests.Support;

/// <summary>
/// A test that asks a program of somebody else's. Skipped where it is not installed, but never on the build machine (CI=true): there it
/// fails.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsToolFactAttribute : FactAttribute
{
    public NeedsToolFactAttribute(string tool)
    {
        Skip = Excuse(tool);
    }

    internal static string? Excuse(string tool) =>
        Environment.GetEnvironmentVariable("CI") != "true" && !IsInstalled(tool) ? $"{tool} is not installed" : null;

    private static bool IsInstalled(string tool) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, tool)));
}

/// <summary>As <see cref="NeedsToolFactAttribute"/>, of several cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsToolTheoryAttribute : TheoryAttribute
{
    public NeedsToolTheoryAttribute(string tool) => Skip = NeedsToolFactAttribute.Excuse(tool);
}
