using Bridge.Worker.Store;
using Bridge.Worker.Supervision;

namespace Bridge.Worker.Reports;

/// <summary>Looks once a second whether a report has waited too long for the centre, and goes on until all of them are told.</summary>
internal sealed class OverdueWatch(
    StoreWriter writer, OverdueRule rule, Pulses pulses, TimeProvider time, ILogger<OverdueWatch> log)
    : PeriodicService("overdue watch", TimeSpan.FromSeconds(1), pulses, time, log)
{
    public override async Task TurnAsync(CancellationToken cancel)
    {
        while (await writer.RunAsync(rule.TellDue, cancel)) Beat();
    }
}
