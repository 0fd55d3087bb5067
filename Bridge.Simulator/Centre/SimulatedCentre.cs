using System.Threading.Channels;
using Bridge.Protocol.Centre;

namespace Bridge.Simulator.Centre;

/// <summary>How the simulated centre behaves. By default it takes and confirms every report at once.</summary>
public sealed record CentreSettings
{
    /// <summary>The confirmation's text; by default the guide's own.</summary>
    public string Confirmation { get; init; } = "收到有關報告，警員很快會到達。";

    /// <summary>The confirmation's text for reports in English.</summary>
    public string EnglishConfirmation { get; init; } = "Your report has been received. Police officers will arrive soon.";

    /// <summary>Whether it sends report.taken.</summary>
    public bool Takes { get; init; } = true;

    /// <summary>Whether it sends a confirmation.</summary>
    public bool Confirms { get; init; } = true;

    /// <summary>The time from taking a report to confirming it.</summary>
    public TimeSpan ConfirmAfter { get; init; }
}

/// <summary>
/// A police report centre on the bus: it remembers event ids, takes each report and confirms it in the sender's language. Command ids
/// follow from report ids, so a centre that was restarted still confirms each report once.
/// </summary>
public sealed class SimulatedCentre(ICentreBus bus, CentreSettings settings, TimeProvider time, Action<CentreActivity>? onActivity = null)
{
    private const int IdsRemembered = 100_000;
    private const int Workers = 4;

    private readonly RecentIds _seen = new(IdsRemembered);

    /// <summary>The command id of a report's confirmation, by which its reply.* events are found.</summary>
    public static string ConfirmationId(string reportId) => "confirmation-" + reportId;

    /// <summary>Works until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        // While a thousand reports wait to be taken, the bus is not read: it keeps the rest.
        var waiting = Channel.CreateBounded<ReportData>(1_000);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Task[] work =
        [
            ReadAsync(waiting.Writer, stop.Token),
            .. Enumerable.Range(0, Workers).Select(_ => WorkAsync(waiting.Reader, stop.Token)),
        ];
        await Task.WhenAny(work);
        await stop.CancelAsync();
        await Task.WhenAll(work);
    }

    private async Task ReadAsync(ChannelWriter<ReportData> waiting, CancellationToken cancel)
    {
        while (true)
        {
            var json = await bus.NextAsync(cancel);
            if (Read(json.Span) is not var (seen, report)) continue;

            var isNew = _seen.Add(seen.Id);
            onActivity?.Invoke(new EventSeen(seen, report, SeenBefore: !isNew));
            if (isNew && report is not null && seen.Name == EventNames.ReportReceived) await waiting.WriteAsync(report, cancel);
        }
    }

    private (CentreEvent Event, ReportData? Report)? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var seen = CloudEvent.ReadEvent(json);
            return (seen, seen.Report);
        }
        catch (FormatException fault)
        {
            onActivity?.Invoke(new EventUnreadable(fault.Message));
            return null;
        }
    }

    private async Task WorkAsync(ChannelReader<ReportData> waiting, CancellationToken cancel)
    {
        await foreach (var report in waiting.ReadAllAsync(cancel))
        {
            if (settings.Takes) await SendAsync(new ReportTaken("taken-" + report.ReportId, report.ReportId), cancel);
            if (!settings.Confirms) continue;

            if (settings.ConfirmAfter > TimeSpan.Zero) await Task.Delay(settings.ConfirmAfter, time, cancel);
            await SendAsync(new ReplySend(ConfirmationId(report.ReportId))
            {
                ReportId = report.ReportId,
                Kind = ReplyKind.Confirmation,
                Text = report.Language == "en" ? settings.EnglishConfirmation : settings.Confirmation,
            }, cancel);
        }
    }

    private async Task SendAsync(Command command, CancellationToken cancel)
    {
        // Outside the call below, which is skipped when nobody listens.
        var problems = await bus.SendAsync(command, cancel);
        onActivity?.Invoke(new CommandSent(command, problems));
    }
}
