using System.Threading.Channels;
using Bridge.Protocol.Centre;

namespace Bridge.Simulator.Centre;

/// <summary>How the simulated centre behaves. By default it takes and confirms every report at once.</summary>
public sealed record CentreSettings
{
    /// <summary>The guide's own confirmation text.</summary>
    public string Confirmation { get; init; } = "收到有關報告，警員很快會到達。";

    /// <summary>For reports in English.</summary>
    public string EnglishConfirmation { get; init; } = "Your report has been received. Police officers will arrive soon.";

    /// <summary>Whether it says report.taken.</summary>
    public bool Takes { get; init; } = true;

    /// <summary>Whether it sends the confirmation.</summary>
    public bool Confirms { get; init; } = true;

    /// <summary>From taking a report to confirming it.</summary>
    public TimeSpan ConfirmAfter { get; init; }
}

/// <summary>
/// A police report centre on the bus: remembers event ids, takes each report, confirms it in the sender's language. Command ids follow from
/// report ids, so a centre that was restarted, or got an event twice, still confirms once.
/// </summary>
public sealed class SimulatedCentre(ICentreBus bus, CentreSettings settings, TimeProvider time, Action<CentreMoment>? onMoment = null)
{
    private const int IdsRemembered = 100_000;
    private const int Desks = 4;

    private readonly RecentIds _seen = new(IdsRemembered);

    /// <summary>The id of the confirmation command of a report, to find its reply.* events by.</summary>
    public static string ConfirmationOf(string reportId) => "confirmation-" + reportId;

    /// <summary>Works until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        // Past a thousand reports that nobody has taken yet the bus is not read: it keeps the rest.
        var waiting = Channel.CreateBounded<ReportData>(1_000);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Task[] work = [
            ReadAsync(waiting.Writer, stop.Token), .. Enumerable.Range(0, Desks).Select(_ => WorkAsync(waiting.Reader, stop.Token))];
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
            onMoment?.Invoke(new EventSeen(seen, report, Again: !isNew));
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
            onMoment?.Invoke(new EventUnreadable(fault.Message));
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
            await SendAsync(new ReplySend(ConfirmationOf(report.ReportId))
            {
                ReportId = report.ReportId,
                Kind = ReplyKind.Confirmation,
                Text = report.Language == "en" ? settings.EnglishConfirmation : settings.Confirmation,
            }, cancel);
        }
    }

    private async Task SendAsync(Command command, CancellationToken cancel)
    {
        // Not inside the call below: without a listener it would not be sent at all.
        var problems = await bus.SendAsync(command, cancel);
        onMoment?.Invoke(new CommandSent(command, problems));
    }
}
