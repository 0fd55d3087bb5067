using Bridge.Worker.Store;
using Bridge.Worker.Supervision;

namespace Bridge.Worker.Reports;

/// <summary>
/// Looks ten times a second whether a long text has waited long enough or held-back repeats are due, also when no other text comes.
/// </summary>
internal sealed class IntakeWatch(
    StoreWriter writer, ReportIntake intake, IntakeMemory memory, Pulses pulses, TimeProvider time, ILogger<IntakeWatch> log)
    : PeriodicService("intake timer", TimeSpan.FromMilliseconds(100), pulses, time, log)
{
    public override Task TurnAsync(CancellationToken cancel) =>
        memory.IsDue ? writer.RunAsync(intake.HandleDue, cancel) : Task.CompletedTask;
}
