namespace Bridge.Worker.Store.Sqlite;

/// <summary>
/// One process writes a store: what the writer remembers (the next event's number, the texts of the window) would be wrong beside another
/// one. Held on a file of its own for as long as its process lives; the kernel lets go of it with the process, however that ends.
/// </summary>
internal sealed class StoreLock : IDisposable
{
    private readonly FileStream _file;

    /// <summary>What .NET gives as the HResult of a lock that another holds (errno of flock(2)).</summary>
    private const int WouldBlock = 11;

    private StoreLock(FileStream file) => _file = file;

    /// <summary>Null: another process holds it.</summary>
    /// <exception cref="StoreUnusableException">The file cannot be made or opened.</exception>
    public static StoreLock? TryTake(string storePath)
    {
        try
        {
            StoreFiles.CreateFolder(storePath);
            // To read only: the next one to lock it may run as another user.
            return new StoreLock(new FileStream(storePath + ".lock", FileMode.OpenOrCreate, FileAccess.Read, FileShare.None));
        }
        catch (IOException fault) when (fault.HResult == WouldBlock)
        {
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnusableException($"the store {storePath} cannot be opened: {fault.Message}");
        }
    }

    public void Dispose() => _file.Dispose();
}
