using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Simulator.Centre;
using Bridge.Simulator.Screen;
using Bridge.Simulator.Smsc;
using Spectre.Console;

namespace Bridge.Simulator.Demo.Scenarios;

/// <summary>What happened, a line each: when, where, what, to whom. What a reader of the story need not know has no line.</summary>
internal sealed class Timeline(TextWriter output)
{
    private readonly Ledger _ledger = new(output, 8, 14, 22, 14);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _numbers = [];

    public void Headings() =>
        _ledger.Line(
            new("seconds", Color.Grey), new("where", Color.Grey), new("what", Color.Grey), new("sender", Color.Grey), new("", Color.Grey));

    public void Say(string words, Color? colour = null) => _ledger.Say(words, colour);

    public void Blank() => _ledger.Blank();

    public void Show(Moment moment)
    {
        if (moment.Said is { } said) Line(moment, "", "—", null, said, Color.Yellow);
        if (moment.Sent is { } sent) Line(moment, sent.Operator, "text", sent.Number, sent.Text, Color.Aqua);
        if (moment.Operator is { } happened) Show(moment, happened);
        if (moment.Report is { } report) Show(moment, report);
        else if (moment.Event is { } seen) Show(moment, seen);
        if (moment.Centre is CommandSent command) Show(moment, command);
    }

    private void Show(Moment moment, OperatorEvent happened)
    {
        switch (happened)
        {
            case LinkEnded ended: Line(moment, ended.Operator, "link ended", null, ended.End.Detail, Color.Grey); break;
            case PartSubmitted { Answer: CommandStatus.Ok } part:
                Line(
                moment, part.Operator, "takes", part.Submit.Destination.Value, PhoneText.Read(part.Submit), Color.Green); break;
            case PartSubmitted part:
                Line(
                moment, part.Operator, "refuses", part.Submit.Destination.Value, part.Answer?.SpecName() ?? "no answer", Color.Red); break;
            case ReceiptReturned { State: not MessageState.Delivered } receipt:
                Line(
                moment, receipt.Operator, "receipt", null, receipt.State.ToString().ToUpperInvariant(), Color.Red); break;
            case DeliverRepeated repeated: Line(moment, repeated.Operator, "sent again", null, repeated.Why, Color.Yellow); break;
            case OperatorBroke broke: Line(moment, broke.Operator, "broken", null, broke.Exception.Message, Color.Red); break;
        }
    }

    private void Show(Moment moment, ReportData report)
    {
        Remember(report.ReportId, report.Sender.Msisdn ?? report.Sender.Raw);
        string[] marks =
        [
            .. report.ResendOf is null ? (string[])[] : ["resent"], .. report.OutsideHongKong ? (string[])["outside Hong Kong"] : [],
            .. report.Registration is { } known ? (string[])[$"registered: {known.Name}, {known.Address}"] : [], .. report.Complete
                ? (string[])[] : ["incomplete"],
        ];
        Line(moment, "centre", moment.Event!.Name == EventNames.ReportReceived ? "report" : "amended", report.Sender.Msisdn,
            (marks.Length == 0 ? "" : $"[{string.Join("; ", marks)}] ") + report.Text, Color.Fuchsia);
    }

    private void Show(Moment moment, CentreEvent seen)
    {
        var number = moment.Field("msisdn") ?? NumberOf(moment.Field("reportId")) ?? NumberOf(moment.Field("commandId"));
        switch (seen.Name)
        {
            case EventNames.LinkChanged:
                Line(moment, "centre", "link " + moment.Field("state"), null,
                    $"{moment.Field("operator")}/{moment.Field("link")}", Color.Grey);
                break;
            case EventNames.ReplyDelivered or EventNames.RegistrationActivated or EventNames.NoticeSent:
                Line(moment, "centre", seen.Name, number, Details(seen), Color.Green);
                break;
            case EventNames.ReplyAccepted:
                break;
            default:
                Line(moment, "centre", seen.Name, number, Details(seen), Color.Red);
                break;
        }
    }

    private void Show(Moment moment, CommandSent sent)
    {
        var (number, detail) = sent.Command switch
        {
            ReplySend reply => (reply.Msisdn ?? NumberOf(reply.ReportId), $"{reply.Kind.ContractName()}: {reply.Text}"),
            ReportTaken taken => (NumberOf(taken.ReportId), ""),
            RegistrationPut put => (put.Msisdn, put.Name),
            RegistrationRemove remove => (remove.Msisdn, ""),
            _ => (null, ""),
        };
        if (number is not null) Remember(sent.Command.Id, number);
        Line(
            moment,
            "centre",
            sent.Command.CommandName,
            number,
            sent.Problems.Count == 0 ? detail : string.Join("; ", sent.Problems),
            sent.Problems.Count == 0 ? Color.Blue : Color.Red);
    }

    /// <summary>What an event says beside whom it is about.</summary>
    private static string Details(CentreEvent seen) => string.Join(", ", seen.Data.EnumerateObject()
        .Where(field => field.Name is not ("reportId" or "commandId" or "msisdn" or "deliveredAt")
            && field.Value.ValueKind is not System.Text.Json.JsonValueKind.Null)
        .Select(field => $"{field.Name} {field.Value}"));

    private void Line(Moment moment, string where, string what, string? number, string detail, Color colour) =>
        _ledger.Line(new($"{moment.At.TotalSeconds,8:0.00}", Color.Grey), where, new(what, colour), number is null
            ? ""
            : Phone.Format(number), detail);

    private void Remember(string id, string number)
    {
        lock (_lock) _numbers[id] = number;
    }

    private string? NumberOf(string? id)
    {
        lock (_lock) return id is not null && _numbers.TryGetValue(id, out var number) ? number : null;
    }
}
