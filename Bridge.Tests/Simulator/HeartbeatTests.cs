using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Bridge.Protocol.Smpp;
using Bridge.Simulator.Centre;
using Bridge.Simulator.Smsc;
using Bridge.Tests.Faults;
using Bridge.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Bridge.Tests.Simulator;

[Collection(FaultTests.Name)]
public sealed class HeartbeatTests : IAsyncLifetime
{
    private const string Tester = "85290000000";

    private readonly Channel<Heartbeat> _told = Channel.CreateUnbounded<Heartbeat>();
    private readonly CancellationTokenSource _stop = new();
    private readonly FakeTimeProvider _time = new();
    private readonly HeartbeatStream _stream;
    private readonly SimulatedOperator _smsc;
    private Task _running = Task.CompletedTask;

    public HeartbeatTests()
    {
        _stream = new HeartbeatStream(TimeSpan.FromMinutes(1), Tester, heartbeat => _told.Writer.TryWrite(heartbeat));
        _smsc = new SimulatedOperator(new OperatorSettings { Name = "harbour-mobile" }, TimeProvider.System, _stream.Show);
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
        await using var bridge = await BoundAsync();
        _running = _stream.RunAsync(_smsc, _time, _stop.Token);
        await AnswerTextAsync(bridge);
        await bridge.SendAsync(Submit("85291234567", 5));
        await bridge.ReadAsync<SubmitSmResp>();
        _told.Reader.TryPeek(out _).ShouldBeFalse();

        await bridge.SendAsync(Submit(Tester, 6));
        (await NextAsync()).ShouldBe(new Heartbeat(1, Taken: true, CameBack: true, TimeSpan.Zero));
        await bridge.ReadAsync<SubmitSmResp>();

        _time.Advance(TimeSpan.FromMinutes(1));
        var second = await AnswerTextAsync(bridge);
        second.Source.Value.ShouldBe(Tester);
        PhoneText
            .Read(new SubmitSm { DataCoding = second.DataCoding, ShortMessage = second.ShortMessage })
            .ShouldStartWith("heartbeat harbour-mobile 2 ");
        _stream.Missed.ShouldBe(0);
    }

    [Fact]
    public async Task Taken_without_an_answer_is_missed_when_the_next_is_due()
    {
        await using var bridge = await BoundAsync();
        _running = _stream.RunAsync(_smsc, _time, _stop.Token);
        await AnswerTextAsync(bridge);
        await PassAsync();
        var first = await NextAsync();
        (first.Taken, first.CameBack).ShouldBe((true, false));
        _stream.Missed.ShouldBe(1);
    }

    [Fact]
    public async Task Without_a_bridge_it_is_missed_as_not_taken()
    {
        _running = _stream.RunAsync(_smsc, _time, _stop.Token);
        await PassAsync();
        var first = await NextAsync();
        (first.Taken, first.CameBack).ShouldBe((false, false));
    }

    /// <summary>
    /// Through the real daemon and a centre: what it proves stands in the metrics, also after a kill, and nobody is kept waiting.
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

    /// <summary>Until the heartbeat that is under way is given up: its timers may be set only after the clock is moved.</summary>
    private Task PassAsync() => Eventually.TrueAsync(
        () =>
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            return _told.Reader.TryPeek(out _);
        },
        "the heartbeat is given up");

    private async Task<Heartbeat> NextAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        return await _told.Reader.ReadAsync(patience.Token);
    }

    private static async Task<DeliverSm> AnswerTextAsync(RawPeer bridge)
    {
        var text = await bridge.ReadAsync<DeliverSm>();
        await bridge.SendAsync(new DeliverSmResp { Sequence = text.Sequence });
        return text;
    }

    private async Task<RawPeer> BoundAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, _smsc.Port);
        var bridge = new RawPeer(new NetworkStream(socket, ownsSocket: true));
        await bridge.SendAsync(new Bind { Mode = BindMode.Transceiver, SystemId = "bridge992", Password = "secret", Sequence = 1 });
        (await bridge.ReadAsync<BindResp>()).Status.ShouldBe(CommandStatus.Ok);
        return bridge;
    }

    private static SubmitSm Submit(string to, uint sequence) => new()
    {
        Sequence = sequence,
        Source = new Address(3, 0, "992"),
        Destination = new Address(1, 1, to),
        ShortMessage = "received"u8.ToArray(),
    };
}
