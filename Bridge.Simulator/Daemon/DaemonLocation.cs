using System.Runtime.InteropServices;

namespace Bridge.Simulator.Daemon;

/// <summary>
/// Finds the built daemon. The build writes its path beside the simulator; the other places are for copies of the build output.
/// </summary>
internal static class DaemonLocation
{
    public const string Assembly = "bridge.dll";

    /// <summary>Written by the build (see the project file): the daemon's path relative to the simulator's own directory.</summary>
    public const string PathFile = "bridge.path";

    /// <param name="given">Null: looks in the usual places.</param>
    /// <exception cref="DaemonException">It is in none of the places; the message says how to build it.</exception>
    public static string Find(string? given = null)
    {
        if (given is not null)
        {
            return File.Exists(given) ? Path.GetFullPath(given) : throw new DaemonException($"there is no daemon at {given}");
        }

        return Candidates(AppContext.BaseDirectory).Where(File.Exists).Select(Path.GetFullPath).FirstOrDefault()
            ?? throw new DaemonException(
                $"{Assembly} was not found beside {AppContext.BaseDirectory}: "
                + "build it with `dotnet build Bridge.Worker`, or name it with --bridge");
    }

    /// <summary>The host of this process's own runtime, so that the daemon gets the same one whatever PATH says.</summary>
    public static string DotnetHost()
    {
        // …/dotnet/shared/Microsoft.NETCore.App/10.0.x/
        var host = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        return File.Exists(host) ? host : "dotnet";
    }

    private static IEnumerable<string> Candidates(string own)
    {
        var pathFile = Path.Combine(own, PathFile);
        if (File.Exists(pathFile)) yield return Path.Combine(own, File.ReadAllText(pathFile).Trim());

        // bin/CONFIGURATION/FRAMEWORK of a neighbouring project.
        var directory = new DirectoryInfo(own);
        yield return Path.Combine(
            own, "..", "..", "..", "..", "Bridge.Worker", "bin", directory.Parent?.Name ?? "", directory.Name, Assembly);
        yield return Path.Combine(own, Assembly);
    }
}
