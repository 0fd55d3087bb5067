namespace Bridge.Tests.Support;

/// <summary>What a test leaves behind to be looked at.</summary>
internal static class Artifacts
{
    public static string File(string name) => Path.Combine(Directory.CreateDirectory(Repository.File("artifacts")).FullName, name);
}
