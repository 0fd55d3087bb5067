namespace Bridge.Simulator.Load;

/// <summary>
/// The machine's own limit: how often a second it can append 4 KiB and sync them, one after the other, on the disk that holds a directory.
/// Nothing that syncs once for every text can be faster than this; what is faster has shared its syncs.
/// </summary>
internal static class SyncProbe
{
    private const int BlockOctets = 4096;

    /// <summary>Syncs a second, measured for <paramref name="duration"/> in a file that is removed afterwards.</summary>
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
