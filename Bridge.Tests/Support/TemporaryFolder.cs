namespace Bridge.Tests.Support;

/// <summary>A folder of its own for one test, gone afterwards.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("bridge-test-").FullName;

    /// <summary>Writes a file and says where it is.</summary>
    public string Write(string name, string content)
    {
        var path = In(name);
        File.WriteAllText(path, content);
        return path;
    }

    public string In(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
