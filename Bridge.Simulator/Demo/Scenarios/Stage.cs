using System.Collections.Immutable;
using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Simulator.Centre;
using Bridge.Simulator.Daemon;
using Bridge.Simulator.Smsc;

namespace Bridge.Simulator.Demo.Scenarios;

/// <summary>
/// Where a scenario is played: a mobile and a fixed-line operator, the real daemon, a centre on its embedded bus, and the record of
/// everything that happens. The verbs are the story's language.
/// </summary>
internal sealed class Stage : IAsyncDisposable
{
    /// <summary>How long anything may take to happen before the story counts as failed.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const string SystemId = "bridge992";
    private const string Password = "demo992";

    private readonly Scenario _scenario;
    private readonly TimeProvider _time;
    private readonly Action<Moment> _show;
    private long _began;
    private readonly HttpCentreBus _bus;
    private readonly SimulatedCentre _centre;
    private readonly Dictionary<string, SimulatedOperator> _operators = [];
    private readonly Dictionary<string, int> _ports = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private ImmutableList<Moment> _moments = [];
    private TaskCompletionSource _more = NewSignal();
    private Task _listening = Task.CompletedTask;
    private byte _reference;

    /// <param name="show">Called for each moment in their order, on whatever thread it happens: must be quick.</param>
    public Stage(Scenario scenario, Uri http, TimeProvider time, Action<Moment> show)
    {
        _scenario = scenario;
        _time = time;
        _show = show;
        _began = time.GetTimestamp();
        _bus = new HttpCentreBus(http, after: 0, time);
        _centre = new SimulatedCentre(_bus, scenario.Centre, time, moment => Note(new Moment(default, Centre: moment)));
        Open(GuideText.Mobile);
        Open(GuideText.Fixed);
    }

    public TimeSpan Now => _time.GetElapsedTime(_began);

    /// <summary>Everything until now, in the order of its happening.</summary>
    public IReadOnlyList<Moment> Moments
    {
        get
        {
            lock (_lock) return _moments;
        }
    }

    /// <summary>The daemon's side of it.</summary>
    public IEnumerable<DaemonOperator> Operators()
    {
        yield return new(GuideText.Mobile, "mobile", [Link("a", GuideText.Mobile), Link("b", GuideText.Mobile)])
        {
            More = _scenario.OperatorSettings(GuideText.Mobile),
        };
        yield return new(GuideText.Fixed, "fixed", [Link("a", GuideText.Fixed)]) { More = _scenario.OperatorSettings(GuideText.Fixed) };
    }

    /// <summary>Waits for the daemon's binds, then plays.</summary>
    public async Task PlayAsync(CancellationToken cancel)
    {
        _listening = _centre.RunAsync(_stop.Token);
        await Task.WhenAll(_operators.Values.Select(one => one.WaitForReceiverAsync(cancel))).WaitAsync(Patience, _time, cancel);
        _began = _time.GetTimestamp();
        await _scenario.PlayAsync(this, cancel);
    }

    /// <summary>The narrator.</summary>
    public void Say(string words) => Note(new Moment(default, Said: words));

    /// <summary>A person sends a text; returns when the bridge has it for certain.</summary>
    /// <param name="tlvs">What the operator adds, such as the serving network.</param>
    public async Task TextAsync(string operatorName, string number, string text, CancellationToken cancel, params Tlv[] tlvs)
    {
        Note(new Moment(default, Sent: new SentText(operatorName, number, text)));
        byte reference;
        lock (_lock) reference = ++_reference;
        foreach (var pdu in PhoneText.Pdus(number, text, reference))
        {
            await _operators[operatorName].DeliverAsync(pdu with { Tlvs = [.. pdu.Tlvs, .. tlvs] }, systemId: null, cancel);
        }
    }

    /// <summary>The operator hands over the same text again, as if the bridge's answer had been lost.</summary>
    public async Task AgainAsync(string operatorName, string number, string text, CancellationToken cancel)
    {
        byte reference;
        lock (_lock) reference = _reference;
        foreach (var pdu in PhoneText.Pdus(number, text, reference))
        {
            await _operators[operatorName].DeliverAsync(pdu, systemId: null, cancel);
        }
    }

    /// <summary>The centre sends a command.</summary>
    /// <exception cref="ScenarioFailedException">The bridge refuses it.</exception>
    public async Task CommandAsync(Command command, CancellationToken cancel)
    {
        // Before it is sent, for what comes of it may be seen before its answer.
        Note(new Moment(default, Centre: new CommandSent(command, [])));
        var problems = await _bus.SendAsync(command, cancel);
        if (problems.Count > 0) throw new ScenarioFailedException($"{command.CommandName} was refused: {string.Join("; ", problems)}");
    }

    public FullInboxes Inboxes(string operatorName) => _operators[operatorName].FullInboxes;

    /// <summary>The operator's SMSC goes away: every connection is closed, no new one is taken.</summary>
    public async Task BreakAsync(string operatorName)
    {
        Say($"{operatorName} goes down");
        await _operators[operatorName].DisposeAsync();
    }

    /// <summary>It is there again, where it was.</summary>
    public async Task MendAsync(string operatorName, CancellationToken cancel)
    {
        Say($"{operatorName} is back");
        Open(operatorName);
        await _operators[operatorName].WaitForReceiverAsync(cancel).WaitAsync(Patience, _time, cancel);
    }

    /// <summary>The first moment of all that is as wanted; waits until there is one.</summary>
    /// <param name="what">For whoever reads that it never came.</param>
    /// <exception cref="ScenarioFailedException">There was none in a minute.</exception>
    public async Task<Moment> SeeAsync(string what, Func<Moment, bool> wanted, CancellationToken cancel)
    {
        var since = _time.GetTimestamp();
        for (var looked = 0; ;)
        {
            ImmutableList<Moment> moments;
            Task more;
            lock (_lock) (moments, more) = (_moments, _more.Task);
            for (; looked < moments.Count; looked++)
            {
                if (wanted(moments[looked])) return moments[looked];
            }

            try
            {
                await more.WaitAsync(Patience - _time.GetElapsedTime(since) is { Ticks: > 0 } left ? left : TimeSpan.Zero, _time, cancel);
            }
            catch (TimeoutException)
            {
                throw new ScenarioFailedException($"never seen: {what}");
            }
        }
    }

    /// <summary>The report of a person's text.</summary>
    public async Task<ReportData> ReportAsync(string number, CancellationToken cancel, string? text = null) =>
        (await SeeAsync($"a report of +{number}", m =>
            m.Report is { } report && report.Sender.Msisdn == number && (text is null || report.Text == text), cancel)).Report!;

    /// <summary>An event about something: its name, and one field with its value.</summary>
    public Task<Moment> EventAsync(string name, string field, string value, CancellationToken cancel) =>
        SeeAsync($"{name} with {field} {value}", m => m.Event?.Name == name && m.Field(field) == value, cancel);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _bus.DisposeAsync();
        foreach (var one in _operators.Values) await one.DisposeAsync();
        _stop.Dispose();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private DaemonLink Link(string name, string operatorName) =>
        new(name, _ports[operatorName], "transceiver", SystemId, Password, Window: 10);

    private void Open(string name)
    {
        var settings = new OperatorSettings
        {
            Name = name,
            SystemId = SystemId,
            Password = Password,
            Port = _ports.GetValueOrDefault(name),
        };
        var opened = new SimulatedOperator(settings, _time, happened => Note(new Moment(default, Operator: happened)));
        _operators[name] = opened;
        _ports[name] = opened.Port;
    }

    private void Note(Moment moment)
    {
        TaskCompletionSource more;
        lock (_lock)
        {
            // Stamped and shown where it is put in order, so that the record reads in the order of its times.
            var stamped = moment with { At = Now };
            _moments = _moments.Add(stamped);
            _show(stamped);
            more = _more;
            _more = NewSignal();
        }

        more.TrySetResult();
    }
}
