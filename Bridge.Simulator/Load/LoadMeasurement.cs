using System.Diagnostics;
using Bridge.Simulator.Daemon;

namespace Bridge.Simulator.Load;

/// <summary>
/// A run and what goes on beside it: the kills, the progress on <paramref name="errors"/> every five seconds, and the processor time.
/// </summary>
/// <param name="bridge">The bridge that the run started itself; null when it runs elsewhere and is never killed.</param>
internal sealed class LoadMeasurement(LoadRun run, SpawnedBridge? bridge, TextWriter errors, TimeProvider time)
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(5);

    /// <summary>Kills the bridge at fixed intervals while texts are sent; null: not.</summary>
    public TimeSpan? KillEvery { get; init; }

    /// <summary>Kills the bridge at random points of the run; null: not.</summary>
    public KillSchedule? Kills { get; init; }

    public async Task<LoadFigures> RunAsync(CancellationToken cancel)
    {
        using var generator = Process.GetCurrentProcess();
        var generatorBefore = generator.TotalProcessorTime;
        var bridgeBefore = bridge?.ProcessorTime;

        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var printing = PrintProgressAsync(over.Token);
        var killing = bridge is null ? Task.CompletedTask : KillAsync(bridge, over.Token);
        try
        {
            var figures = await run.RunAsync(cancel);
            generator.Refresh();
            return figures with
            {
                Processor = new ProcessorFigures(
                    (generator.TotalProcessorTime - generatorBefore).TotalSeconds, (bridge?.ProcessorTime - bridgeBefore)?.TotalSeconds),
            };
        }
        finally
        {
            await over.CancelAsync();
            await printing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await killing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task PrintProgressAsync(CancellationToken over)
    {
        using var ticks = new PeriodicTimer(ProgressInterval, time);
        while (await ticks.WaitForNextTickAsync(over))
        {
            var line = $"{run.Answered:N0} texts answered, {run.Outstanding:N0} waiting for an answer, {run.Missing:N0} for their event";
            await errors.WriteLineAsync(line.AsMemory(), over);
        }
    }

    private async Task KillAsync(SpawnedBridge spawned, CancellationToken over)
    {
        if (Kills is not null) await Kills.RunAsync(() => run.Answered, spawned.KillAndRestartAsync, time, over);
        if (KillEvery is not { } interval) return;

        // Only while texts are sent: after the last one everything has to come out without further help.
        using var ticks = new PeriodicTimer(interval, time);
        while (await ticks.WaitForNextTickAsync(over) && !run.AllSent) await spawned.KillAndRestartAsync(over);
    }
}
