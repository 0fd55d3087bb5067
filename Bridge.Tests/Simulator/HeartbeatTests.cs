using System.Text.Json.Nodes;
using System.Threading.Channels;
using Bridge.Protocol.Smpp;
using Bridge.Simulator.Centre;
using Bridge.Simulator.Smsc;
using Bridge.Tests.Faults;
using Bridge.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using static Bridge.Tests.Simulator.OperatorClient;

namespace Bridge.Tests.Simulator;

[Collection(FaultTests.Name)]
[Trait("Speed", "peers")]
public sealed class HeartbeatTests : IAsyncLifetime
{
    private const string Tester = "85290000000";

    private readonly Channel<Heartbeat> _heartbeats = Channel.CreateUnbounded<Heartbeat>();
    private readonly CancellationTokenSource _stop = new();
    private readonly FakeTimeProvider _time = new();
    private readonly HeartbeatStream _stream;
    private readonly SimulatedOperator _smsc;
    private Task _running = Task.CompletedTask;

    public HeartbeatTests()
    {
        _stream = new HeartbeatStream(TimeSpan.FromMinutes(1), Tester, heartbeat => _heartbeats.Writer.TryWrite(heartbeat));
        _smsc = new SimulatedOperator(new OperatorSettings { Name = "harbour-mobile" }, TimeProvider.System, _stream.Observe);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _smsc.DisposeAsync();
        _stop.Dispose();
    }

    [Fact]
    public async Task It_comes_back_with_the_answer_to_the_test_sender_and_with_nobody_elses()
    {
        await using var bridge = await BindAsync(_smsc);
        _running = _stream.RunAsync(_smsc, _time, _stop.Token);
        await bridge.AnswerTextAsync();
        await bridge.SendAsync(AnswerTo("85291234567", 5));
        await bridge.ReadAsync<SubmitSmResp>();
        _heartbeats.Reader.TryPeek(out _).ShouldBeFalse();

        await bridge.SendAsync(AnswerTo(Tester, 6));
        (await NextAsync()).ShouldBe(new Heartbeat(1, Accepted: true, Answered: true, TimeSpan.Zero));
        await bridge.ReadAsync<SubmitSmResp>();

        _time.Advance(TimeSpan.FromMinutes(1));
        var second = await bridge.AnswerTextAsync();
        second.Source.Value.ShouldBe(Tester);
        PhoneText
            .Read(new SubmitSm { DataCoding = second.DataCoding, ShortMessage = second.ShortMessage })
            .ShouldStartWith("heartbeat harbour-mobile 2 ");
        _stream.Missed.ShouldBe(0);
    }

    [Fact]
    public async Task Accepted_without_an_answer_it_is_missed_when_the_next_is_due()
    {
        await using var bridge = await BindAsync(_smsc);
        _running = _stream.RunAsync(_smsc, _time, _stop.Token);
        await bridge.AnswerTextAsync();
        await PassIntervalAsync();
        var first = await NextAsync();
        (first.Accepted, first.Answered).ShouldBe((true, false));
        _stream.Missed.ShouldBe(1);
    }

    [Fact]
    public async Task Without_a_bridge_it_is_missed_as_not_accepted()
    {
        _running = _stream.RunAsync(_smsc, _time, _stop.Token);
        await PassIntervalAsync();
        var first = await NextAsync();
        (first.Accepted, first.Answered).ShouldBe((false, false));
    }

    /// <summary>
    /// Through the real daemon and a centre: the metrics show what it proves, also after a kill, and no report waits for a confirmation.
    /// </summary>
    [Fact]
    public async Task Through_the_daemon_and_the_centre_it_proves_both_legs_and_no_clock_sees_it()
    {
        await using var daemon = await BridgeDaemon.StartAsync(new() { ["harbour-mobile"] = BridgeDaemon.OneLink(_smsc.Port, new JsonObject { ["Heartbeat"] = "01:00:00" }) }, more: new JsonObject
        {
            ["TestSenders"] = new JsonArray("+" + Tester),
            ["Confirmation"] = new JsonObject { ["WarnAfter"] = "00:00:00.1", ["Deadline"] = "00:00:00.2" },
        });
        await using var centre = new RunningCentre(daemon.Http);
        (await daemon.MetricAsync("bridge_path_proved_timestamp_seconds", ("leg", "in"))).ShouldBe(0);
        await _smsc.WaitForReceiverAsync(CancellationToken.None);
        _running = new HeartbeatStream(TimeSpan.FromMinutes(1), Tester, _ => { }).RunAsync(_smsc, TimeProvider.System, _stop.Token);

        foreach (var leg in (string[])["in", "out"])
        {
            await Eventually.TrueAsync(
                async () => await daemon.MetricAsync("bridge_path_proved_timestamp_seconds", ("leg", leg)) > 0, $"leg {leg} is proved");
        }

        (await daemon.MetricAsync("bridge_unconfirmed_reports")).ShouldBe(0);
        (await daemon.MetricAsync("bridge_report_overdue_total")).ShouldBe(0);
        (await daemon.MetricAsync("bridge_confirm_seconds_count")).ShouldBeNull();
        await daemon.KillAndRestartAsync();
        (await daemon.MetricAsync("bridge_path_proved_timestamp_seconds", ("leg", "in"))).ShouldNotBe(0);
        (await daemon.MetricAsync("bridge_path_proved_timestamp_seconds", ("leg", "out"))).ShouldNotBe(0);
    }

    private sealed class RunningCentre : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly HttpCentreBus _bus;
        private readonly Task _running;

        public RunningCentre(Uri bridge)
        {
            _bus = new HttpCentreBus(bridge, after: 0, TimeProvider.System);
            _running = new SimulatedCentre(_bus, new CentreSettings(), TimeProvider.System).RunAsync(_stop.Token);
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _bus.DisposeAsync();
            _stop.Dispose();
        }
    }

    /// <summary>
    /// Moves the clock until the heartbeat under way is missed. More than one step may be needed: its timer may start after the first.
    /// </summary>
    private Task PassIntervalAsync() => Eventually.TrueAsync(
        () =>
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            return _heartbeats.Reader.TryPeek(out _);
        },
        "the heartbeat is missed");

    private async Task<Heartbeat> NextAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        return await _heartbeats.Reader.ReadAsync(patience.Token);
    }

    /// <summary>The centre's answer as a submit_sm that asks for no receipt.</summary>
    private static SubmitSm AnswerTo(string number, uint sequence) => Submit(sequence, number) with { RegisteredDelivery = 0 };
}
