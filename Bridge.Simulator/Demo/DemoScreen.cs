using System.Text.Json;
using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Simulator.Centre;
using Bridge.Simulator.Screen;
using Bridge.Simulator.Smsc;
using Spectre.Console;

namespace Bridge.Simulator.Demo;

/// <summary>What `bridge-sim demo` prints.</summary>
internal sealed class DemoScreen(TextWriter output, TimeProvider time)
{
    private readonly Ledger _ledger = new(output, 12, 14, 13, 14);

    public void Say(string line) => _ledger.Say(line);

    public void Headings() =>
        _ledger.Line(
            new("time", Color.Grey), new("where", Color.Grey), new("what", Color.Grey), new("sender", Color.Grey), new("", Color.Grey));

    public void Sends(GuideText text, int parts) =>
        Line(text.Operator, "text", text.Number, (parts > 1 ? $"[{parts} parts] " : "") + text.Text, Color.Aqua);

    public void Retransmits(GuideText text) =>
        Line(text.Operator, "text again", text.Number, "the operator delivers the same text again, as if the first answer had been lost",
            Color.Yellow);

    public void Show(OperatorEvent happened, string? said)
    {
        switch (happened)
        {
            case LinkBound bound:
                Line(
                bound.Operator, "bound", "", $"{bound.SystemId} as {bound.Mode.ToString().ToLowerInvariant()}", Color.Grey); break;
            case BindRefused refused: Line(refused.Operator, "refused", "", refused.Status.SpecName(), Color.Red); break;
            case LinkEnded ended: Line(ended.Operator, "link ended", "", ended.End.Detail, Color.Grey); break;
            case DeliverRepeated repeated: Line(repeated.Operator, "sent again", "", repeated.Why, Color.Yellow); break;
            case PartSubmitted part: Line(part.Operator, "handset", part.Submit.Destination.Value, said ?? "", Color.Green); break;
            case OperatorBroke broke: Line(broke.Operator, "broken", "", broke.Exception.Message, Color.Red); break;
        }
    }

    /// <param name="number">Whose text it is about, where that is known.</param>
    /// <param name="took">With reply.delivered: since the text was sent.</param>
    public void Show(CentreMoment moment, string? number, TimeSpan? took)
    {
        switch (moment)
        {
            case EventSeen { Again: true }:
                break;
            case EventSeen { Report: { } report } seen:
                Line("centre", seen.Event.Name == EventNames.ReportReceived ? "report" : "amended", report.Sender.Msisdn, Describe(report),
                    Color.Fuchsia);
                break;
            case EventSeen seen:
                Show(seen.Event, number, took);
                break;
            case EventUnreadable unreadable:
                Line("centre", "unreadable", "", unreadable.Reason, Color.Red);
                break;
            case CommandSent { Problems.Count: > 0 } refused:
                Line("centre", "refused", "", $"{refused.Command.CommandName}: {string.Join("; ", refused.Problems)}", Color.Red);
                break;
            case CommandSent { Command: ReplySend reply }:
                Line("centre", "confirms", number, reply.Text, Color.Green);
                break;
        }
    }

    public void Summary(DemoSummary sum, bool done)
    {
        _ledger.Blank();
        _ledger.Say($"{sum.Texts} texts, {sum.Reports} reports, {sum.Duplicates} duplicates recognised, {sum.Confirmed} confirmed, {sum.Delivered} delivered"
            + (sum.Slowest is { } slowest ? $"; slowest {slowest.TotalSeconds:0.00} s from text to delivered confirmation" : ""), done
                ? Color.Green
                : Color.Red);
        foreach (var text in sum.Open) Line(text.Operator, "not done", text.Number, text.Text, Color.Red);
    }

    private void Show(CentreEvent seen, string? number, TimeSpan? took)
    {
        switch (seen.Name)
        {
            case EventNames.ReplyDelivered:
                Line("centre", "delivered", number, took is { } t
                    ? $"confirmation on the handset {t.TotalSeconds:0.00} s after the text was sent"
                    : Field(seen, "commandId"), Color.Green);
                break;
            case EventNames.ReportRepeated:
                Line("centre", "duplicate", "", $"recognised: {seen.Data.GetProperty("copies")} copies of one text, one report",
                    Color.Yellow);
                break;
            case EventNames.ReportOverdue:
                Line("centre", "overdue", "", Field(seen, "stage"), Color.Red);
                break;
            case EventNames.ReplyFailed or EventNames.CommandRejected:
                Line("centre", seen.Name, "", Field(seen, "reason"), Color.Red);
                break;
            case EventNames.LinkChanged:
                Line("centre", "link " + Field(seen, "state"), "", $"{Field(seen, "operator")}/{Field(seen, "link")}", Color.Grey);
                break;
        }
    }

    private static string Describe(ReportData report)
    {
        var parts = report.Parts.Expected > 1 ? $"[{report.Parts.Received} of {report.Parts.Expected} parts] " : "";
        return $"{report.Language,-7} {parts}{report.Text}";
    }

    private static string Field(CentreEvent seen, string name) =>
        seen.Data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private void Line(string where, string what, string? number, string detail, Color? colour) =>
        _ledger.Line(new(time.GetLocalNow().ToString("HH:mm:ss.fff"), Color.Grey), where, new(what, colour), string.IsNullOrEmpty(number)
            ? ""
            : Phone.Format(number), detail);
}
