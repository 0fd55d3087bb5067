using Bridge.Worker.Supervision;

namespace Bridge.Worker.Store;

/// <summary>
/// Asks the writer for a turn every few seconds: a writer that does not turn within the promise (a sync that hangs) stops the watchdog. A
/// writer that turns and is refused by the disk is alive: a restart would not cure it, and it says so by itself. The turn writes something,
/// so that bridge_store_up is right also when no text comes.
/// </summary>
internal sealed class StorePulse(StoreWriter writer, Pulses pulses, TimeProvider time, ILogger<StorePulse> log)
    : PeriodicService("store writer", TimeSpan.FromSeconds(2), pulses, time, log)
{
    public override async Task TurnAsync(CancellationToken cancel)
    {
        await writer.RunAsync(Write, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancel.ThrowIfCancellationRequested();
    }

    private static void Write(StoreTransaction transaction) =>
        transaction.Cursors.Advance(CursorTable.Pulse, transaction.Now.ToUnixTimeSeconds());
}
