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
    private readonly DemoStory _story = new(GuideText.All);
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
        _centre = new SimulatedCentre(_bus, new CentreSettings(), time, OnMoment);
        _operators = new(StringComparer.Ordinal)
        {
            [GuideText.Mobile] = new(Settings(GuideText.Mobile), time, OnOperator),

            // Not every operator writes message ids one way: this one answers in decimal and writes its receipts in hex.
            [GuideText.Fixed] = new(
                Settings(GuideText.Fixed) with
                {
                    Receipts = new ReceiptSettings { IdFormat = IdFormat.Hex },
                },
                time,
                OnOperator),
        };
    }

    public DemoStory Story => _story;

    private TimeSpan Now => _time.GetElapsedTime(_began);

    /// <summary>The daemon's side of it: two transceivers at one operator, a receiver and a transmitter at the other.</summary>
    public IEnumerable<DaemonOperator> Operators()
    {
        var mobile = _operators[GuideText.Mobile].Port;
        var fixedLine = _operators[GuideText.Fixed].Port;
        yield return new(GuideText.Mobile, "mobile", [Link("a", mobile, "transceiver"), Link("b", mobile, "transceiver")]);
        yield return new(GuideText.Fixed, "fixed", [Link("rx", fixedLine, "receiver"), Link("tx", fixedLine, "transmitter")])
        {
            ReceiptIdFormat = "hex",
        };
    }

    /// <summary>Sends the texts and returns when all are done, or <paramref name="within"/> is over. The centre goes on working.</summary>
    /// <param name="apart">From one text to the next, for whoever watches.</param>
    public async Task RunAsync(TimeSpan apart, TimeSpan within, CancellationToken cancel)
    {
        _listening = _centre.RunAsync(_stop.Token);
        try
        {
            await Task.WhenAll(_operators.Values.Select(o => o.WaitForReceiverAsync(cancel))).WaitAsync(within, _time, cancel);
        }
        catch (TimeoutException)
        {
            _screen.Say("The bridge did not bind to both operators in time.");
            return;
        }

        _screen.Headings();
        var began = _time.GetTimestamp();
        var sending = SendAllAsync(apart, _stop.Token);
        while (!_story.Done && _time.GetElapsedTime(began) < within && !_listening.IsCompleted && !sending.IsFaulted)
        {
            await Task.Delay(Poll, _time, cancel);
        }

        if (_story.Done || sending.IsFaulted) await sending;
    }

    /// <summary>The centre and the operators go on for whoever tries the page, until cancelled.</summary>
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

    private async Task SendAllAsync(TimeSpan apart, CancellationToken cancel)
    {
        foreach (var (i, text) in GuideText.All.Index())
        {
            if (i > 0) await Task.Delay(apart, _time, cancel);
            var smsc = _operators[text.Operator];
            var pdus = PhoneText.Pdus(text.Number, text.Text, reference: (byte)(i + 1));
            _screen.Sends(text, pdus.Count);
            _story.Sent(i, Now);

            // The last part first: parts overtake each other on their way, here also over two links.
            foreach (var pdu in pdus.Reverse()) await smsc.DeliverAsync(pdu, systemId: null, cancel);
            if (!text.Retransmitted) continue;

            _screen.Retransmits(text);
            foreach (var pdu in pdus) await smsc.DeliverAsync(pdu, systemId: null, cancel);
        }
    }

    private void OnOperator(OperatorEvent happened)
    {
        var said = happened is PartSubmitted part ? PhoneText.Read(part.Submit) : null;
        if (happened is PartSubmitted { Answer: CommandStatus.Ok } taken) _story.OnHandset(taken.Submit.Destination.Value, Now);
        _screen.Show(happened, said);
    }

    private void OnMoment(CentreMoment moment)
    {
        var command = moment switch
        {
            EventSeen { Event.Name: EventNames.ReplyDelivered } delivered => delivered.Event.Data.GetProperty("commandId").GetString(),
            CommandSent sent => sent.Command.Id,
            _ => null,
        };
        TimeSpan? took = null;
        if (moment is EventSeen { Again: false } seen)
        {
            if (seen.Event.Name == EventNames.ReportReceived) _story.Reported(seen.Report!);
            if (seen.Event.Name == EventNames.ReportRepeated) _story.Repeated();
            if (seen.Event.Name == EventNames.ReplyDelivered) took = _story.Delivered(command!, Now);
        }

        _screen.Show(moment, command is null ? null : _story.NumberOf(command), took);
    }
}
