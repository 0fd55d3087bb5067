using Bridge.Protocol.Smpp;
using Bridge.Simulator.Screen;
using Spectre.Console;

namespace Bridge.Simulator.Smsc;

/// <summary>What `bridge-sim smsc` prints: a line for everything that happens, and totals. Any thread.</summary>
internal sealed class SmscScreen(TextWriter output, TimeProvider time)
{
    private readonly ColumnWriter _columns = new(output, 12, 10, 16);
    private int _delivered;
    private int _repeated;
    private int _submitted;
    private int _receipts;
    private int _answeredHeartbeats;
    private int _missedHeartbeats;

    public void Listening(SimulatedOperator smsc) =>
        Row("listens", smsc.Settings.Name, $"{smsc.Settings.Listen}:{smsc.Port}", Color.Green);

    public void Delivered(string sender, string text, Delivery delivery)
    {
        Interlocked.Increment(ref _delivered);
        Row("text", Phone.Format(sender), $"{delivery.Took.TotalMilliseconds,7:0.0} ms  {text}");
    }

    public void Show(Heartbeat heartbeat)
    {
        var number = $"{heartbeat.Number}";
        if (heartbeat.Answered)
        {
            Interlocked.Increment(ref _answeredHeartbeats);
            Row("heartbeat", number, $"came back after {heartbeat.Took.TotalSeconds:0.00} s", Color.Green);
            return;
        }

        Interlocked.Increment(ref _missedHeartbeats);
        var detail = heartbeat.Accepted ? "taken by the bridge, but no answer came back in time" : "not taken by the bridge in time";
        Row("heartbeat", number, detail, Color.Red);
    }

    public void Show(OperatorEvent operatorEvent)
    {
        switch (operatorEvent)
        {
            case LinkBound bound:
                Row("bound", bound.SystemId, bound.Mode.ToString().ToLowerInvariant(), Color.Green);
                break;
            case BindRefused refused:
                Row("refused", "bind", refused.Status.SpecName(), Color.Red);
                break;
            case LinkEnded ended:
                Row("ended", ended.End.Reason.ToString().ToLowerInvariant(), ended.End.Detail, Color.Yellow);
                break;
            case DeliverRepeated repeated:
                Interlocked.Increment(ref _repeated);
                Row("again", "deliver_sm", repeated.Why, Color.Yellow);
                break;
            case PartSubmitted part:
                Interlocked.Increment(ref _submitted);
                var answer = part.Answer?.SpecName() ?? "no answer";
                var text = PhoneText.Read(part.Submit);
                Row("submit", Phone.Format(part.Submit.Destination.Value), $"{answer} {part.MessageId}  {text}", Color.Aqua);
                break;
            case ReceiptReturned receipt:
                Interlocked.Increment(ref _receipts);
                Row("receipt", Receipt.WordOf(receipt.State) ?? "", receipt.MessageId);
                break;
            case OperatorFailed failed:
                Row("broken", failed.Exception.GetType().Name, failed.Exception.Message, Color.Red);
                break;
        }
    }

    public void Summary()
    {
        Row("total", "", $"{_delivered} deliver_sm answered, {_repeated} sent again, {_submitted} submit_sm, {_receipts} receipts");
        if (_answeredHeartbeats + _missedHeartbeats == 0) return;
        Row("total", "", $"{_answeredHeartbeats} heartbeats came back, {_missedHeartbeats} did not");
    }

    private void Row(string what, string who, string detail, Color? colour = null) =>
        _columns.WriteRow(time.GetLocalNow().ToString("HH:mm:ss.fff"), new Cell(what, colour), who, detail);
}
