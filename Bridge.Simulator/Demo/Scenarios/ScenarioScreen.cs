using System.Text.Json;
using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Simulator.Centre;
using Bridge.Simulator.Screen;
using Bridge.Simulator.Smsc;
using Spectre.Console;

namespace Bridge.Simulator.Demo.Scenarios;

/// <summary>What `bridge-sim demo --scenario` prints: the timeline, one line for each entry that matters to a reader. Any thread.</summary>
internal sealed class ScenarioScreen(TextWriter output)
{
    private readonly ColumnWriter _columns = new(output, 8, 14, 22, 14);
    private readonly Lock _lock = new();

    /// <summary>Whom a report or a command is about, by its id.</summary>
    private readonly Dictionary<string, string> _numbers = [];

    public void Headings() =>
        _columns.WriteRow(
            new("seconds", Color.Grey), new("where", Color.Grey), new("what", Color.Grey), new("sender", Color.Grey), new("", Color.Grey));

    public void WriteLine(string line, Color? colour = null) => _columns.WriteLine(line, colour);

    public void WriteBlankLine() => _columns.WriteBlankLine();

    public void Show(TimelineEntry entry)
    {
        if (entry.Comment is { } comment) Row(entry, "", "—", null, comment, Color.Yellow);
        if (entry.Text is { } sent) Row(entry, sent.Operator, "text", sent.Number, sent.Text, Color.Aqua);
        if (entry.Operator is { } operatorEvent) Show(entry, operatorEvent);
        if (entry.Report is { } report) Show(entry, report);
        else if (entry.Event is { } seen) Show(entry, seen);
        if (entry.Centre is CommandSent command) Show(entry, command);
    }

    private void Show(TimelineEntry entry, OperatorEvent operatorEvent)
    {
        var name = operatorEvent.Operator;
        switch (operatorEvent)
        {
            case LinkEnded ended:
                Row(entry, name, "link ended", null, ended.End.Detail, Color.Grey);
                break;
            case PartSubmitted { Answer: CommandStatus.Ok } part:
                Row(entry, name, "takes", part.Submit.Destination.Value, PhoneText.Read(part.Submit), Color.Green);
                break;
            case PartSubmitted part:
                Row(entry, name, "refuses", part.Submit.Destination.Value, part.Answer?.SpecName() ?? "no answer", Color.Red);
                break;
            case ReceiptReturned { State: not MessageState.Delivered } receipt:
                Row(entry, name, "receipt", null, receipt.State.ToString().ToUpperInvariant(), Color.Red);
                break;
            case DeliverRepeated repeated:
                Row(entry, name, "sent again", null, repeated.Why, Color.Yellow);
                break;
            case OperatorFailed failed:
                Row(entry, name, "broken", null, failed.Exception.Message, Color.Red);
                break;
        }
    }

    private void Show(TimelineEntry entry, ReportData report)
    {
        Remember(report.ReportId, report.Sender.Msisdn ?? report.Sender.Raw);
        List<string> marks = [];
        if (report.ResendOf is not null) marks.Add("resent");
        if (report.OutsideHongKong) marks.Add("outside Hong Kong");
        if (report.Registration is { } registration) marks.Add($"registered: {registration.Name}, {registration.Address}");
        if (!report.Complete) marks.Add("incomplete");
        var what = entry.Event!.Name == EventNames.ReportReceived ? "report" : "amended";
        var detail = (marks.Count == 0 ? "" : $"[{string.Join("; ", marks)}] ") + report.Text;
        Row(entry, "centre", what, report.Sender.Msisdn, detail, Color.Fuchsia);
    }

    private void Show(TimelineEntry entry, CentreEvent seen)
    {
        var number = entry.Field("msisdn") ?? FindNumber(entry.Field("reportId")) ?? FindNumber(entry.Field("commandId"));
        switch (seen.Name)
        {
            case EventNames.LinkChanged:
                var link = $"{entry.Field("operator")}/{entry.Field("link")}";
                Row(entry, "centre", "link " + entry.Field("state"), null, link, Color.Grey);
                break;
            case EventNames.ReplyDelivered or EventNames.RegistrationActivated or EventNames.NoticeSent:
                Row(entry, "centre", seen.Name, number, Details(seen), Color.Green);
                break;
            case EventNames.ReplyAccepted:
                break;
            default:
                Row(entry, "centre", seen.Name, number, Details(seen), Color.Red);
                break;
        }
    }

    private void Show(TimelineEntry entry, CommandSent sent)
    {
        var (number, detail) = sent.Command switch
        {
            ReplySend reply => (reply.Msisdn ?? FindNumber(reply.ReportId), $"{reply.Kind.ContractName()}: {reply.Text}"),
            ReportTaken taken => (FindNumber(taken.ReportId), ""),
            RegistrationPut put => (put.Msisdn, put.Name),
            RegistrationRemove remove => (remove.Msisdn, ""),
            _ => (null, ""),
        };
        if (number is not null) Remember(sent.Command.Id, number);
        var (shown, colour) = sent.Problems.Count == 0 ? (detail, Color.Blue) : (string.Join("; ", sent.Problems), Color.Red);
        Row(entry, "centre", sent.Command.CommandName, number, shown, colour);
    }

    /// <summary>The fields of an event that do not say whom it is about.</summary>
    private static string Details(CentreEvent seen) => string.Join(", ", seen.Data.EnumerateObject()
        .Where(field => field.Name is not ("reportId" or "commandId" or "msisdn" or "deliveredAt"))
        .Where(field => field.Value.ValueKind is not JsonValueKind.Null)
        .Select(field => $"{field.Name} {field.Value}"));

    private void Row(TimelineEntry entry, string where, string what, string? number, string detail, Color colour)
    {
        var seconds = new Cell($"{entry.At.TotalSeconds,8:0.00}", Color.Grey);
        _columns.WriteRow(seconds, where, new(what, colour), number is null ? "" : Phone.Format(number), detail);
    }

    private void Remember(string id, string number)
    {
        lock (_lock) _numbers[id] = number;
    }

    private string? FindNumber(string? id)
    {
        lock (_lock) return id is not null && _numbers.TryGetValue(id, out var number) ? number : null;
    }
}
