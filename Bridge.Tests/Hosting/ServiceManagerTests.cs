using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Bridge.Tests.Support;
using Bridge.Worker.Hosting;
using Bridge.Worker.Operators;
using Bridge.Worker.Supervision;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using NotifyState = Microsoft.Extensions.Hosting.Systemd.ServiceState;

namespace Bridge.Tests.Hosting;

[Trait("Speed", "peers")]
public sealed class ServiceManagerTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_watchdog_is_fed_while_the_loops_turn_and_starves_when_one_hangs()
    {
        var time = new FakeTimeProvider();
        var pulses = new Pulses(time);
        var pulse = pulses.Register("store writer", TimeSpan.FromSeconds(20));
        var heard = new Heard();
        using var supervision = new ServiceManager(heard, new(TimeSpan.FromSeconds(15)), pulses, new Lifetime(), time, heard, new AllTried());

        await supervision.StartAsync(default);
        (await heard.NextAsync()).ShouldBe("WATCHDOG=1");
        time.Advance(TimeSpan.FromSeconds(15));
        (await heard.NextAsync()).ShouldBe("WATCHDOG=1");

        // Now the loop hangs: the tick at 30 s finds it silent for 30 s, and says so to the journal only.
        time.Advance(TimeSpan.FromSeconds(15));
        (await heard.NextAsync()).ShouldBe("log " + nameof(HostLog.LoopStalled));
        pulse.Beat();
        time.Advance(TimeSpan.FromSeconds(15));
        (await heard.NextAsync()).ShouldBe("WATCHDOG=1");
        await supervision.StopAsync(default);
        heard.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Ready_waits_until_every_link_has_been_tried()
    {
        var links = new Tries();
        var lifetime = new Lifetime();
        var heard = new Heard();
        using var supervision = new ServiceManager(
            heard, new((TimeSpan?)null), new Pulses(TimeProvider.System), lifetime, TimeProvider.System, heard, links);
        await supervision.StartAsync(default);

        await lifetime.Started.CancelAsync();
        heard.Count.ShouldBe(0);
        links.Tried.SetResult();

        (await heard.NextAsync()).ShouldBe("READY=1");
        await supervision.StopAsync(default);
    }

    [Theory]
    [InlineData("30000000", null, 15.0)]
    [InlineData("30000000", "4711", 15.0)]
    [InlineData("30000000", "4712", null)]
    [InlineData("nonsense", null, null)]
    [InlineData("0", null, null)]
    [InlineData(null, null, null)]
    public void The_interval_is_half_of_what_systemd_waits_and_only_for_us(string? usec, string? pid, double? seconds) =>
        (WatchdogInterval.From(usec, pid, 4711).Every?.TotalSeconds).ShouldBe(seconds);

    [Fact]
    public async Task Systemd_hears_ready_signs_of_life_and_stopping_over_its_socket()
    {
        var path = _folder.File("notify");
        using var systemd = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        systemd.Bind(new UnixDomainSocketEndPoint(path));
        var start = Tool.Start(Tool.Bridge, "run", "--config", SamplePlan.File, "--Bridge:Http:Listen=http://127.0.0.1:0",
            $"--Bridge:Store:Path={_folder.File("bridge.db")}");
        start.Environment["NOTIFY_SOCKET"] = path;
        start.Environment["WATCHDOG_USEC"] = "200000";
        using var bridge = BridgeProcess.Start(start);

        // A sign of life may come before every room has started.
        while (await HearAsync(systemd) is var word && word != "READY=1") word.ShouldBe("WATCHDOG=1");
        (await HearAsync(systemd)).ShouldBe("WATCHDOG=1");
        bridge.Signal("TERM");
        while (await HearAsync(systemd) is var word && word != "STOPPING=1") word.ShouldBe("WATCHDOG=1");

        (await bridge.ExitAsync()).ShouldBe(0);
    }

    private static async Task<string> HearAsync(Socket systemd)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        var buffer = new byte[256];
        return Encoding.UTF8.GetString(buffer, 0, await systemd.ReceiveAsync(buffer, patience.Token));
    }

    private sealed class Heard : ISystemdNotifier, ILogger<ServiceManager>
    {
        private readonly Channel<string> _words = Channel.CreateUnbounded<string>();

        bool ISystemdNotifier.IsEnabled => true;

        public int Count => _words.Reader.Count;

        public void Notify(NotifyState state) => _words.Writer.TryWrite(state.ToString());

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _words.Writer.TryWrite($"log {eventId.Name}");

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public async Task<string> NextAsync()
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
            return await _words.Reader.ReadAsync(patience.Token);
        }
    }

    private sealed class Tries : IFirstTries
    {
        public TaskCompletionSource Tried { get; } = new();

        public Task Done => Tried.Task;
    }

    private sealed class Lifetime : IHostApplicationLifetime
    {
        public CancellationTokenSource Started { get; } = new();

        public CancellationToken ApplicationStarted => Started.Token;

        public CancellationToken ApplicationStopping => default;

        public CancellationToken ApplicationStopped => default;

        public void StopApplication()
        {
        }
    }

    private sealed class AllTried : IFirstTries
    {
        public Task Done => Task.CompletedTask;
    }
}
