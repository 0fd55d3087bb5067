namespace Bridge.Tests.Support;

/// <summary>What a test leaves behind to be looked at.</summary>
internal static class Artifacts
{
    public static string File(string name)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !System.IO.File.Exists(Path.Combine(root.FullName, "Bridge.sln")))
            root = root.Parent;
        var folder = Directory.CreateDirectory(Path.Combine(root?.FullName ?? AppContext.BaseDirectory, "artifacts"));
        return Path.Combine(folder.FullName, name);
    }
}
