namespace Bridge.Tests.Support;

/// <summary>A folder that is gone after the test. The stores in it are looked through first: see <see cref="StoredEvents"/>.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("bridge-test-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>A second time does nothing.</summary>
    public void Dispose()
    {
        if (!Directory.Exists(Path)) return;
        try
        {
            StoredEvents.Faults(Path).ShouldBeEmpty();
        }
        finally
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
