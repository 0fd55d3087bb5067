using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Simulator.Centre;
using Bridge.Simulator.Daemon;
using Bridge.Simulator.Smsc;

namespace Bridge.Simulator.Demo;

/// <summary>The whole service on one machine: two operators, the real daemon, a report centre.</summary>
internal sealed class DemoRun : IAsyncDisposable
{
    private const string SystemId = "bridge992";
    private const string Password = "demo";
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    private readonly DemoScreen _screen;
    private readonly TimeProvider _time;
    private readonly long _began;
    private readonly SimulatedCentre _centre;
    private readonly HttpCentreBus _bus;
    private readonly Dictionary<string, SimulatedOperator> _operators;
    private readonly CancellationTokenSource _stop = new();
    private Task _listening = Task.CompletedTask;

    /// <param name="http">Where the daemon will serve.</param>
    public DemoRun(Uri http, DemoScreen screen, TimeProvider time)
    {
        _screen = screen;
        _time = time;
        _began = time.GetTimestamp();
        _bus = new HttpCentreBus(http, after: 0, time);
        _centre = new SimulatedCentre(_bus, new CentreSettings(), time, OnActivity);
        _operators = new(StringComparer.Ordinal)
        {
            [DemoOperators.Mobile] = new(Settings(DemoOperators.Mobile), time, OnOperator),

            // Some operators write message ids in two ways: this one answers in decimal and writes its receipts in hex.
            [DemoOperators.Fixed] = new(
                Settings(DemoOperators.Fixed) with { Receipts = new ReceiptSettings { IdFormat = IdFormat.Hex } }, time, OnOperator),
        };
    }

    public DemoProgress Progress { get; } = new(GuideText.All);

    private TimeSpan Now => _time.GetElapsedTime(_began);

    /// <summary>
    /// The operators as the daemon's configuration has them: two transceivers at one, a receiver and a transmitter at the other.
    /// </summary>
    public IEnumerable<DaemonOperator> Operators()
    {
        var mobile = _operators[DemoOperators.Mobile].Port;
        var fixedLine = _operators[DemoOperators.Fixed].Port;
        yield return new(DemoOperators.Mobile, "mobile", [Link("a", mobile, "transceiver"), Link("b", mobile, "transceiver")]);
        yield return new(DemoOperators.Fixed, "fixed", [Link("rx", fixedLine, "receiver"), Link("tx", fixedLine, "transmitter")])
        {
            ReceiptIdFormat = "hex",
        };
    }

    /// <summary>Sends the texts; returns when all are done or after <paramref name="within"/>. The centre goes on working.</summary>
    /// <param name="interval">From one text to the next, so that a person can follow.</param>
    public async Task RunAsync(TimeSpan interval, TimeSpan within, CancellationToken cancel)
    {
        _listening = _centre.RunAsync(_stop.Token);
        try
        {
            await Task.WhenAll(_operators.Values.Select(o => o.WaitForReceiverAsync(cancel))).WaitAsync(within, _time, cancel);
        }
        catch (TimeoutException)
        {
            _screen.WriteLine("The bridge did not bind to both operators in time.");
            return;
        }

        _screen.Headings();
        var began = _time.GetTimestamp();
        var sending = SendAllAsync(interval, _stop.Token);
        while (!Progress.Done && _time.GetElapsedTime(began) < within && !_listening.IsCompleted && !sending.IsFaulted)
        {
            await Task.Delay(Poll, _time, cancel);
        }

        if (Progress.Done || sending.IsFaulted) await sending;
    }

    /// <summary>The centre and the operators go on working until cancelled.</summary>
    public Task StayAsync(CancellationToken cancel) => _listening.WaitAsync(cancel);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _bus.DisposeAsync();
        foreach (var one in _operators.Values) await one.DisposeAsync();
        _stop.Dispose();
    }

    private static OperatorSettings Settings(string name) => new() { Name = name, SystemId = SystemId, Password = Password };

    private static DaemonLink Link(string name, int port, string bind) => new(name, port, bind, SystemId, Password, Window: 10);

    private async Task SendAllAsync(TimeSpan interval, CancellationToken cancel)
    {
        foreach (var (i, text) in GuideText.All.Index())
        {
            if (i > 0) await Task.Delay(interval, _time, cancel);
            var smsc = _operators[text.Operator];
            var pdus = PhoneText.Pdus(text.Number, text.Text, reference: (byte)(i + 1));
            _screen.Sends(text, pdus.Count);
            Progress.Sent(i, Now);

            // The last part first: on their way over two links parts may overtake each other.
            foreach (var pdu in pdus.Reverse()) await smsc.DeliverAsync(pdu, systemId: null, cancel);
            if (!text.Retransmitted) continue;

            _screen.Retransmits(text);
            foreach (var pdu in pdus) await smsc.DeliverAsync(pdu, systemId: null, cancel);
        }
    }

    private void OnOperator(OperatorEvent operatorEvent)
    {
        if (operatorEvent is PartSubmitted { Answer: CommandStatus.Ok } part) Progress.OnHandset(part.Submit.Destination.Value, Now);
        _screen.Show(operatorEvent);
    }

    private void OnActivity(CentreActivity activity)
    {
        TimeSpan? took = null;
        if (activity is EventSeen { SeenBefore: false } seen)
        {
            if (seen.Event.Name == EventNames.ReportReceived) Progress.Reported(seen.Report!);
            if (seen.Event.Name == EventNames.ReportRepeated) Progress.Repeated();
            if (seen.Event.Name == EventNames.ReplyDelivered) took = Progress.Delivered(CommandIdOf(activity)!, Now);
        }

        var number = CommandIdOf(activity) is { } commandId ? Progress.FindNumber(commandId) : null;
        _screen.Show(activity, number, took);
    }

    private static string? CommandIdOf(CentreActivity activity) => activity switch
    {
        EventSeen { Event.Name: EventNames.ReplyDelivered } delivered => delivered.Event.Data.GetProperty("commandId").GetString(),
        CommandSent sent => sent.Command.Id,
        _ => null,
    };
}
