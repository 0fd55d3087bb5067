using Bridge.Protocol.Smpp;
using Bridge.Simulator.Screen;
using Spectre.Console;

namespace Bridge.Simulator.Smsc;

/// <summary>What `bridge-sim smsc` prints: a line for everything that happens.</summary>
internal sealed class SmscScreen(TextWriter output, TimeProvider time)
{
    private readonly Ledger _ledger = new(output, 12, 10, 16);
    private int _delivered;
    private int _repeated;
    private int _submitted;
    private int _receipts;
    private int _proved;
    private int _missed;

    public void Listening(SimulatedOperator smsc) =>
        Line("listens", smsc.Settings.Name, $"{smsc.Settings.Listen}:{smsc.Port}", Color.Green);

    public void Delivered(string sender, string text, Delivery delivery)
    {
        Interlocked.Increment(ref _delivered);
        Line("text", Phone.Format(sender), $"{delivery.Took.TotalMilliseconds,7:0.0} ms  {text}");
    }

    public void Beat(Heartbeat heartbeat)
    {
        if (heartbeat.CameBack)
        {
            Interlocked.Increment(ref _proved);
            Line("heartbeat", $"{heartbeat.Number}", $"came back after {heartbeat.Took.TotalSeconds:0.00} s", Color.Green);
            return;
        }

        Interlocked.Increment(ref _missed);
        Line("heartbeat", $"{heartbeat.Number}", heartbeat.Taken
            ? "taken by the bridge, but no answer came back in time"
            : "not taken by the bridge in time", Color.Red);
    }

    public void Show(OperatorEvent happened)
    {
        switch (happened)
        {
            case LinkBound bound:
                Line("bound", bound.SystemId, bound.Mode.ToString().ToLowerInvariant(), Color.Green);
                break;
            case BindRefused refused:
                Line("refused", "bind", refused.Status.SpecName(), Color.Red);
                break;
            case LinkEnded ended:
                Line("ended", ended.End.Reason.ToString().ToLowerInvariant(), ended.End.Detail, Color.Yellow);
                break;
            case DeliverRepeated repeated:
                Interlocked.Increment(ref _repeated);
                Line("again", "deliver_sm", repeated.Why, Color.Yellow);
                break;
            case PartSubmitted part:
                Interlocked.Increment(ref _submitted);
                Line("submit", Phone.Format(part.Submit.Destination.Value),
                    $"{part.Answer?.SpecName() ?? "no answer"} {part.MessageId}  {PhoneText.Read(part.Submit)}", Color.Aqua);
                break;
            case ReceiptReturned receipt:
                Interlocked.Increment(ref _receipts);
                Line("receipt", Receipt.WordOf(receipt.State) ?? "", receipt.MessageId);
                break;
            case OperatorBroke broke:
                Line("broken", broke.Exception.GetType().Name, broke.Exception.Message, Color.Red);
                break;
        }
    }

    public void Summary()
    {
        Line("total", "", $"{_delivered} deliver_sm answered, {_repeated} sent again, {_submitted} submit_sm, {_receipts} receipts");
        if (_proved + _missed > 0) Line("total", "", $"{_proved} heartbeats came back, {_missed} did not");
    }

    private void Line(string what, string who, string detail, Color? colour = null) =>
        _ledger.Line(time.GetLocalNow().ToString("HH:mm:ss.fff"), new Cell(what, colour), who, detail);
}
