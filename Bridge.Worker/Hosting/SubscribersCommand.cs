using System.Collections.Concurrent;
using Bridge.Worker.Configuration;
using Bridge.Worker.Registry.Import;
using Bridge.Worker.Store;

namespace Bridge.Worker.Hosting;

/// <summary>
/// `bridge subscribers import FILE.csv`: registers every sound row. The others are named by line and column, never by what they hold.
/// </summary>
internal static class SubscribersCommand
{
    /// <summary>Registrations under way at once: they share the store's syncs.</summary>
    private const int MaxUnderWay = 32;

    /// <param name="checkOnly">Reads the file and changes nothing.</param>
    /// <returns>0; 65 when any row was bad; 66 when the file cannot be read; 2 when the store or the daemon cannot be reached.</returns>
    public static async Task<int> ImportAsync(
        BridgePlan plan, string path, bool checkOnly, TimeProvider time, TextWriter output, TextWriter error, CancellationToken cancel)
    {
        byte[] octets;
        try
        {
            octets = await File.ReadAllBytesAsync(path, cancel);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"the file cannot be read: {fault.Message}");
            return ExitCodes.NoInput;
        }

        var file = SubscriberFile.Read(octets, plan);
        if (checkOnly) return await EndAsync(file.Rows.Count, file.Problems, "nothing was changed", output, error);
        try
        {
            return await ImportAsync(plan, file, time, output, error, cancel);
        }
        catch (StoreUnusableException fault)
        {
            await error.WriteLineAsync(fault.Message);
            return ExitCodes.Unreachable;
        }
    }

    private static async Task<int> ImportAsync(
        BridgePlan plan, SubscriberFile file, TimeProvider time, TextWriter output, TextWriter error, CancellationToken cancel)
    {
        await using var target = ImportTarget.Open(plan, time);
        var refused = new ConcurrentBag<RowProblem>();
        var stored = 0;
        try
        {
            await Parallel.ForEachAsync(
                file.Rows,
                new ParallelOptions { MaxDegreeOfParallelism = MaxUnderWay, CancellationToken = cancel },
                async (row, token) =>
                {
                    var problems = await target.PutAsync(row.Put, token);
                    foreach (var (column, problem) in problems.Select(RowReader.ToColumnProblem))
                    {
                        refused.Add(new RowProblem(row.Line, column, problem));
                    }

                    if (problems.Count == 0) Interlocked.Increment(ref stored);
                });
        }
        catch (Exception stopped) when (stopped is ImportStoppedException || cancel.IsCancellationRequested)
        {
            await EndAsync(stored, [.. file.Problems, .. refused], $"taken by {target.Name}", output, error);
            var why = stopped is ImportStoppedException ? $": {stopped.Message}" : "";
            await error.WriteLineAsync($"stopped before the end of the file{why}; the same command again takes the rest");
            return ExitCodes.Unreachable;
        }

        return await EndAsync(stored, [.. file.Problems, .. refused], $"taken by {target.Name}", output, error);
    }

    private static async Task<int> EndAsync(
        int numbers, IReadOnlyList<RowProblem> problems, string end, TextWriter output, TextWriter error)
    {
        foreach (var problem in problems.OrderBy(problem => problem.Line)) await error.WriteLineAsync(problem.ToString());
        var bad = problems.Select(problem => problem.Line).Distinct().Count();
        await output.WriteLineAsync($"{numbers} numbers well, {bad} bad rows; {end}");
        return bad == 0 ? ExitCodes.Ok : ExitCodes.BadData;
    }
}
