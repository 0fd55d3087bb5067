using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Simulator.Centre;
using Bridge.Simulator.Screen;
using Bridge.Simulator.Smsc;
using Spectre.Console;

namespace Bridge.Simulator.Demo;

/// <summary>What `bridge-sim demo` prints. Any thread.</summary>
internal sealed class DemoScreen(TextWriter output, TimeProvider time)
{
    private readonly ColumnWriter _columns = new(output, 12, 14, 13, 14);

    public void WriteLine(string line) => _columns.WriteLine(line);

    public void Headings() =>
        _columns.WriteRow(
            new("time", Color.Grey), new("where", Color.Grey), new("what", Color.Grey), new("sender", Color.Grey), new("", Color.Grey));

    public void Sends(GuideText text, int parts) =>
        Row(text.Operator, "text", text.Number, (parts > 1 ? $"[{parts} parts] " : "") + text.Text, Color.Aqua);

    public void Retransmits(GuideText text)
    {
        const string Detail = "the operator delivers the same text again, as if the first answer had been lost";
        Row(text.Operator, "text again", text.Number, Detail, Color.Yellow);
    }

    public void Show(OperatorEvent operatorEvent)
    {
        var name = operatorEvent.Operator;
        switch (operatorEvent)
        {
            case LinkBound bound:
                Row(name, "bound", "", $"{bound.SystemId} as {bound.Mode.ToString().ToLowerInvariant()}", Color.Grey);
                break;
            case BindRefused refused:
                Row(name, "refused", "", refused.Status.SpecName(), Color.Red);
                break;
            case LinkEnded ended:
                Row(name, "link ended", "", ended.End.Detail, Color.Grey);
                break;
            case DeliverRepeated repeated:
                Row(name, "sent again", "", repeated.Why, Color.Yellow);
                break;
            case PartSubmitted part:
                Row(name, "handset", part.Submit.Destination.Value, PhoneText.Read(part.Submit), Color.Green);
                break;
            case OperatorFailed failed:
                Row(name, "broken", "", failed.Exception.Message, Color.Red);
                break;
        }
    }

    /// <param name="number">Whose text it is about, where that is known.</param>
    /// <param name="took">With reply.delivered: since the text was sent.</param>
    public void Show(CentreActivity activity, string? number, TimeSpan? took)
    {
        switch (activity)
        {
            case EventSeen { SeenBefore: true }:
                break;
            case EventSeen { Report: { } report } seen:
                var what = seen.Event.Name == EventNames.ReportReceived ? "report" : "amended";
                Row("centre", what, report.Sender.Msisdn, Describe(report), Color.Fuchsia);
                break;
            case EventSeen seen:
                Show(seen.Event, number, took);
                break;
            case EventUnreadable unreadable:
                Row("centre", "unreadable", "", unreadable.Reason, Color.Red);
                break;
            case CommandSent { Problems.Count: > 0 } refused:
                Row("centre", "refused", "", $"{refused.Command.CommandName}: {string.Join("; ", refused.Problems)}", Color.Red);
                break;
            case CommandSent { Command: ReplySend reply }:
                Row("centre", "confirms", number, reply.Text, Color.Green);
                break;
        }
    }

    public void Summary(DemoSummary summary, bool done)
    {
        var counts = $"{summary.Texts} texts, {summary.Reports} reports, {summary.Duplicates} duplicates recognised, "
            + $"{summary.Confirmed} confirmed, {summary.Delivered} delivered";
        var slowest = summary.Slowest is { } took ? $"; slowest {took.TotalSeconds:0.00} s from text to delivered confirmation" : "";
        _columns.WriteBlankLine();
        _columns.WriteLine(counts + slowest, done ? Color.Green : Color.Red);
        foreach (var text in summary.Open) Row(text.Operator, "not done", text.Number, text.Text, Color.Red);
    }

    private void Show(CentreEvent seen, string? number, TimeSpan? took)
    {
        switch (seen.Name)
        {
            case EventNames.ReplyDelivered when took is { } since:
                var detail = $"confirmation on the handset {since.TotalSeconds:0.00} s after the text was sent";
                Row("centre", "delivered", number, detail, Color.Green);
                break;
            case EventNames.ReplyDelivered:
                Row("centre", "delivered", number, seen.TextField("commandId"), Color.Green);
                break;
            case EventNames.ReportRepeated:
                var copies = seen.Data.GetProperty("copies");
                Row("centre", "duplicate", "", $"recognised: {copies} copies of one text, one report", Color.Yellow);
                break;
            case EventNames.ReportOverdue:
                Row("centre", "overdue", "", seen.TextField("stage"), Color.Red);
                break;
            case EventNames.ReplyFailed or EventNames.CommandRejected:
                Row("centre", seen.Name, "", seen.TextField("reason"), Color.Red);
                break;
            case EventNames.LinkChanged:
                var link = $"{seen.TextField("operator")}/{seen.TextField("link")}";
                Row("centre", "link " + seen.TextField("state"), "", link, Color.Grey);
                break;
        }
    }

    private static string Describe(ReportData report)
    {
        var parts = report.Parts.Expected > 1 ? $"[{report.Parts.Received} of {report.Parts.Expected} parts] " : "";
        return $"{report.Language,-7} {parts}{report.Text}";
    }

    private void Row(string where, string what, string? number, string? detail, Color? colour)
    {
        var now = new Cell(time.GetLocalNow().ToString("HH:mm:ss.fff"), Color.Grey);
        var sender = string.IsNullOrEmpty(number) ? "" : Phone.Format(number);
        _columns.WriteRow(now, where, new(what, colour), sender, detail ?? "");
    }
}
