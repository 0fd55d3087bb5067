using Bridge.Worker.Store;
using Bridge.Worker.Supervision;

namespace Bridge.Worker.Reports;

/// <summary>
/// Wakes the intake when a long text has waited long enough or held-back repeats are due, also when nothing else comes in.
/// </summary>
internal sealed class IntakeTimer(
    StoreWriter writer, Intaker intaker, IntakeMemory memory, Pulses pulses, TimeProvider time, ILogger<IntakeTimer> log)
    : PeriodicService("intake timer", TimeSpan.FromMilliseconds(100), pulses, time, log)
{
    public override Task TurnAsync(CancellationToken cancel) =>
        memory.IsDue ? writer.RunAsync(intaker.Settle, cancel) : Task.CompletedTask;
}
