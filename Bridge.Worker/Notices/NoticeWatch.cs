using Bridge.Worker.Store;
using Bridge.Worker.Supervision;

namespace Bridge.Worker.Notices;

/// <summary>
/// Looks once a second whether a sender has to be told that nobody has taken the report. It needs no bus: a bus that is down is the most
/// likely reason.
/// </summary>
internal sealed class NoticeWatch(
    StoreWriter writer, SenderNotices notices, Pulses pulses, TimeProvider time, ILogger<NoticeWatch> log)
    : PeriodicService("notice watch", TimeSpan.FromSeconds(1), pulses, time, log)
{
    public override async Task TurnAsync(CancellationToken cancel)
    {
        while (await writer.RunAsync(notices.TellDue, cancel)) Beat();
    }
}
