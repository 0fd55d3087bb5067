using System.Text.Json;
using Bridge.Protocol.Centre;
using Bridge.Simulator.Screen;
using Spectre.Console;

namespace Bridge.Simulator.Centre;

/// <summary>What `bridge-sim centre` prints: each report, each command and what became of it.</summary>
internal sealed class CentreScreen(TextWriter output, TimeProvider time)
{
    private readonly Ledger _ledger = new(output, 12, 16, 16, 20);
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    public void Listening(string bus) => Line("listens", "", "", bus, Color.Green);

    public void Show(CentreMoment moment)
    {
        switch (moment)
        {
            case EventSeen { Again: true } again:
                Count("seen again");
                Line("seen again", again.Event.Name, "", again.Event.Id, Color.Grey);
                break;
            case EventSeen { Report: { } report } seen:
                Count(seen.Event.Name);
                Line(seen.Event.Name, report.Operator, Phone.Format(report.Sender.Msisdn), Describe(report), Color.Aqua);
                break;
            case EventSeen other:
                Count(other.Event.Name);
                Line(other.Event.Name, Field(other, "operator"), Field(other, "stage") + Field(other, "state"),
                    FirstOf(other, "commandId", "reportId", "reason"), ColourOf(other.Event));
                break;
            case EventUnreadable unreadable:
                Count("unreadable");
                Line("unreadable", "", "", unreadable.Reason, Color.Red);
                break;
            case CommandSent { Problems.Count: 0 } sent:
                Count(sent.Command.CommandName);
                Line(sent.Command.CommandName, "", "", sent.Command is ReplySend reply ? reply.Text : sent.Command.Id, Color.Green);
                break;
            case CommandSent refused:
                Count("refused");
                Line("refused", refused.Command.CommandName, "", string.Join("; ", refused.Problems), Color.Red);
                break;
        }
    }

    public void Summary()
    {
        lock (_counts) Line("total", "", "", string.Join(", ", _counts.OrderBy(c => c.Key).Select(c => $"{c.Value} {c.Key}")));
    }

    private static string Describe(ReportData report) =>
        (report.Complete ? "" : $"[{report.Parts.Received} of {report.Parts.Expected} parts] ")
        + (report.ResendOf is null ? "" : "[sent again] ")
        + report.Text;

    private static Color? ColourOf(CentreEvent seen) => seen.Name switch
    {
        EventNames.ReportOverdue or EventNames.ReplyFailed or EventNames.CommandRejected => Color.Red,
        EventNames.ReplyDelivered => Color.Green,
        EventNames.LinkChanged => Color.Yellow,
        _ => null,
    };

    private static string FirstOf(EventSeen seen, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Field(seen, name) is { Length: > 0 } value) return value;
        }

        return "";
    }

    private static string Field(EventSeen seen, string name) =>
        seen.Event.Data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private void Count(string what)
    {
        lock (_counts) _counts[what] = _counts.GetValueOrDefault(what) + 1;
    }

    private void Line(string what, string who, string number, string detail, Color? colour = null) =>
        _ledger.Line(time.GetLocalNow().ToString("HH:mm:ss.fff"), new Cell(what, colour), who, number, detail);
}
