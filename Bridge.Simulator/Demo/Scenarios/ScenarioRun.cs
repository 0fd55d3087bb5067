using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Simulator.Centre;
using Bridge.Simulator.Daemon;
using Bridge.Simulator.Smsc;

namespace Bridge.Simulator.Demo.Scenarios;

/// <summary>
/// What a scenario is played with: a mobile and a fixed-line operator, the real daemon, a centre on its embedded bus, and the timeline of
/// everything that happens.
/// </summary>
internal sealed class ScenarioRun : IAsyncDisposable
{
    private const string SystemId = "bridge992";
    private const string Password = "demo992";

    private readonly Scenario _scenario;
    private readonly TimeProvider _time;
    private readonly HttpCentreBus _bus;
    private readonly SimulatedCentre _centre;
    private readonly Dictionary<string, SimulatedOperator> _operators = [];
    private readonly Dictionary<string, int> _ports = [];
    private readonly CancellationTokenSource _stop = new();
    private Task _listening = Task.CompletedTask;
    private int _references;

    /// <param name="http">Where the daemon will serve.</param>
    /// <param name="show">Called for each entry of the timeline in order, on the thread where it happens: must be quick.</param>
    public ScenarioRun(Scenario scenario, Uri http, TimeProvider time, Action<TimelineEntry> show)
    {
        _scenario = scenario;
        _time = time;
        Timeline = new Timeline(time, show);
        _bus = new HttpCentreBus(http, after: 0, time);
        _centre = new SimulatedCentre(_bus, scenario.Centre, time, activity => Timeline.Add(new() { Centre = activity }));
        Listen(DemoOperators.Mobile);
        Listen(DemoOperators.Fixed);
    }

    public Timeline Timeline { get; }

    /// <summary>The operators as the daemon's configuration has them.</summary>
    public IEnumerable<DaemonOperator> Operators()
    {
        yield return Operator(DemoOperators.Mobile, "mobile", "a", "b");
        yield return Operator(DemoOperators.Fixed, "fixed", "a");
    }

    /// <summary>Waits for the daemon's binds, then plays the scenario.</summary>
    /// <exception cref="ScenarioFailedException">The service did not do what the scenario is about.</exception>
    /// <exception cref="TimeoutException">The daemon did not bind to both operators in time.</exception>
    public async Task PlayAsync(CancellationToken cancel)
    {
        _listening = _centre.RunAsync(_stop.Token);
        var binding = Task.WhenAll(_operators.Values.Select(one => one.WaitForReceiverAsync(cancel)));
        await binding.WaitAsync(Timeline.StepTimeout, _time, cancel);
        Timeline.Restart();
        await _scenario.PlayAsync(this, cancel);
    }

    /// <summary>Explains to the reader of the timeline what comes next.</summary>
    public void Comment(string comment) => Timeline.Add(new() { Comment = comment });

    /// <summary>A person sends a text; returns when the bridge has accepted it.</summary>
    /// <param name="tlvs">What the operator adds, such as the serving network.</param>
    public async Task SendTextAsync(string operatorName, string number, string text, CancellationToken cancel, params Tlv[] tlvs)
    {
        Timeline.Add(new() { Text = new SentText(operatorName, number, text) });
        var reference = (byte)Interlocked.Increment(ref _references);
        foreach (var pdu in PhoneText.Pdus(number, text, reference))
        {
            await _operators[operatorName].DeliverAsync(pdu with { Tlvs = [.. pdu.Tlvs, .. tlvs] }, systemId: null, cancel);
        }
    }

    /// <summary>The centre sends a command.</summary>
    /// <exception cref="ScenarioFailedException">The bridge refuses it.</exception>
    public async Task SendCommandAsync(Command command, CancellationToken cancel)
    {
        // Added before the command is sent: its effect may be seen before its answer.
        Timeline.Add(new() { Centre = new CommandSent(command, []) });
        var problems = await _bus.SendAsync(command, cancel);
        if (problems.Count > 0) throw new ScenarioFailedException($"{command.CommandName} was refused: {string.Join("; ", problems)}");
    }

    public FullInboxes Inboxes(string operatorName) => _operators[operatorName].FullInboxes;

    /// <summary>The operator's SMSC goes away: every connection is closed, no new one is accepted.</summary>
    public async Task StopOperatorAsync(string operatorName)
    {
        Comment($"{operatorName} goes down");
        await _operators[operatorName].DisposeAsync();
    }

    /// <summary>The operator listens again on the same port; returns when the daemon is bound.</summary>
    public async Task RestartOperatorAsync(string operatorName, CancellationToken cancel)
    {
        Comment($"{operatorName} is back");
        Listen(operatorName);
        await _operators[operatorName].WaitForReceiverAsync(cancel).WaitAsync(Timeline.StepTimeout, _time, cancel);
    }

    /// <summary>Waits for the report of a person's text.</summary>
    /// <param name="text">Null: any text.</param>
    public async Task<ReportData> WaitForReportAsync(string number, CancellationToken cancel, string? text = null)
    {
        var entry = await Timeline.WaitForAsync(
            $"a report of +{number}",
            entry => entry.Report is { } report && report.Sender.Msisdn == number && (text is null || report.Text == text),
            cancel);
        return entry.Report!;
    }

    /// <summary>Waits for the event of that name whose data has all of these values.</summary>
    public Task<TimelineEntry> WaitForEventAsync(string name, CancellationToken cancel, params (string Field, string Value)[] fields) =>
        Timeline.WaitForAsync(
            $"{name} with {string.Join(", ", fields.Select(field => $"{field.Field} {field.Value}"))}",
            entry => entry.Event?.Name == name && fields.All(field => entry.Field(field.Field) == field.Value),
            cancel);

    /// <summary>Waits until the confirmation that the centre sent for a report is delivered.</summary>
    public Task<TimelineEntry> WaitForConfirmationAsync(ReportData report, CancellationToken cancel) =>
        WaitForEventAsync(EventNames.ReplyDelivered, cancel, ("commandId", SimulatedCentre.ConfirmationId(report.ReportId)));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _bus.DisposeAsync();
        foreach (var one in _operators.Values) await one.DisposeAsync();
        _stop.Dispose();
    }

    private DaemonOperator Operator(string name, string network, params string[] links) => new(
        name,
        network,
        [.. links.Select(link => new DaemonLink(link, _ports[name], "transceiver", SystemId, Password, Window: 10))])
    {
        ExtraKeys = _scenario.OperatorSettings(name),
    };

    private void Listen(string name)
    {
        var settings = new OperatorSettings
        {
            Name = name,
            SystemId = SystemId,
            Password = Password,
            Port = _ports.GetValueOrDefault(name),
        };
        var smsc = new SimulatedOperator(settings, _time, operatorEvent => Timeline.Add(new() { Operator = operatorEvent }));
        _operators[name] = smsc;
        _ports[name] = smsc.Port;
    }
}
