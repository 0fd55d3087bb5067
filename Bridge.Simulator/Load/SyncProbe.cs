namespace Bridge.Simulator.Load;

/// <summary>
/// Measures the disk under a directory: how many appends of 4 KiB, each synced, it can do a second, one after the other. A bridge that
/// synced once for each text could not be faster than that.
/// </summary>
internal static class SyncProbe
{
    private const int BlockOctets = 4096;

    /// <returns>Syncs a second, measured for <paramref name="duration"/> in a file that is removed afterwards.</returns>
    public static double Measure(string directory, TimeSpan duration, TimeProvider time)
    {
        var path = Path.Combine(directory, $".sync-probe-{Guid.NewGuid():N}");
        using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.DeleteOnClose);
        var block = new byte[BlockOctets];
        var began = time.GetTimestamp();
        var syncs = 0;
        TimeSpan elapsed;
        do
        {
            RandomAccess.Write(file, block, (long)syncs * BlockOctets);
            RandomAccess.FlushToDisk(file);
            syncs++;
            elapsed = time.GetElapsedTime(began);
        }
        while (elapsed < duration);

        return syncs / elapsed.TotalSeconds;
    }
}
