using Bridge.Protocol.Centre;
using Bridge.Simulator.Screen;
using Spectre.Console;

namespace Bridge.Simulator.Centre;

/// <summary>What `bridge-sim centre` prints: each event, each command and what the bridge said to it. Any thread.</summary>
internal sealed class CentreScreen(TextWriter output, TimeProvider time)
{
    private readonly ColumnWriter _columns = new(output, 12, 16, 16, 20);
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    public void Listening(string bus) => Row("listens", "", "", bus, Color.Green);

    public void Show(CentreActivity activity)
    {
        switch (activity)
        {
            case EventSeen { SeenBefore: true } repeated:
                Count("seen again");
                Row("seen again", repeated.Event.Name, "", repeated.Event.Id, Color.Grey);
                break;
            case EventSeen { Report: { } report } seen:
                Count(seen.Event.Name);
                Row(seen.Event.Name, report.Operator, Phone.Format(report.Sender.Msisdn), Describe(report), Color.Aqua);
                break;
            case EventSeen other:
                Count(other.Event.Name);
                Show(other.Event);
                break;
            case EventUnreadable unreadable:
                Count("unreadable");
                Row("unreadable", "", "", unreadable.Reason, Color.Red);
                break;
            case CommandSent { Problems.Count: 0 } sent:
                Count(sent.Command.CommandName);
                Row(sent.Command.CommandName, "", "", sent.Command is ReplySend reply ? reply.Text : sent.Command.Id, Color.Green);
                break;
            case CommandSent refused:
                Count("refused");
                Row("refused", refused.Command.CommandName, "", string.Join("; ", refused.Problems), Color.Red);
                break;
        }
    }

    public void Summary()
    {
        lock (_counts) Row("total", "", "", string.Join(", ", _counts.OrderBy(c => c.Key).Select(c => $"{c.Value} {c.Key}")));
    }

    private void Show(CentreEvent seen)
    {
        var stageOrState = seen.TextField("stage") ?? seen.TextField("state") ?? "";
        var about = seen.TextField("commandId") ?? seen.TextField("reportId") ?? seen.TextField("reason") ?? "";
        Row(seen.Name, seen.TextField("operator") ?? "", stageOrState, about, ColourOf(seen));
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

    private void Count(string what)
    {
        lock (_counts) _counts[what] = _counts.GetValueOrDefault(what) + 1;
    }

    private void Row(string what, string who, string number, string detail, Color? colour = null) =>
        _columns.WriteRow(time.GetLocalNow().ToString("HH:mm:ss.fff"), new Cell(what, colour), who, number, detail);
}
