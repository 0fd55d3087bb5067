using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Bridge.Simulator.Daemon;
using Bridge.Simulator.Smsc;
using Bridge.Tests.Support;

namespace Bridge.Tests.Faults;

/// <summary>The daemon as a process, to be killed, stopped and starved. Its folder, store and log are gone after the test.</summary>
internal sealed class FaultyDaemon : IAsyncDisposable
{
    public const string SystemId = "bridge992";
    public const string Password = "s3cr3t-8";

    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly string _configuration;
    private readonly Uri _http;
    private DaemonProcess? _process;

    private FaultyDaemon(Uri http, Uri? amqp, IEnumerable<DaemonOperator> operators, Action<JsonObject>? change)
    {
        _http = http;
        _configuration = DaemonConfiguration.Write(_folder.Path, http, amqp, operators);
        if (change is null) return;
        var whole = JsonNode.Parse(File.ReadAllText(_configuration))!.AsObject();
        change(whole);
        File.WriteAllText(_configuration, whole.ToJsonString());
    }

    public Uri Http => _http;

    public DaemonProcess Process => _process ?? throw new InvalidOperationException("not started");

    public string Configuration => _configuration;

    public string Log => _folder.File("bridge.log");

    public HttpClient Client => _client;

    /// <param name="amqp">Null: the embedded bus.</param>
    /// <param name="change">What is different from a plain configuration: gets the whole of it, "Bridge" and "Logging".</param>
    public static FaultyDaemon Prepare(IEnumerable<DaemonOperator> operators, Uri? amqp = null, Action<JsonObject>? change = null) =>
        new(new Uri($"http://127.0.0.1:{DaemonConfiguration.FreePort()}"), amqp, operators, change);

    public static async Task<FaultyDaemon> StartAsync(
        IEnumerable<DaemonOperator> operators, Uri? amqp = null, Action<JsonObject>? change = null)
    {
        var daemon = Prepare(operators, amqp, change);
        await daemon.StartAsync();
        return daemon;
    }

    /// <summary>The daemon's side of a simulated operator: one transceiver.</summary>
    public static DaemonOperator OperatorAt(int port, string name = "harbour-mobile") =>
        new(name, "mobile", [new DaemonLink("a", port, "transceiver", SystemId, Password, Window: 10)]);

    public static DaemonOperator OperatorAt(SimulatedOperator smsc) => OperatorAt(smsc.Port, smsc.Settings.Name);

    public async Task StartAsync() =>
        _process = await DaemonProcess.StartAsync(
            DaemonLocation.Find(), _configuration, _http, Log, StartWithin, TimeProvider.System, CancellationToken.None);

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        await Process.KillAsync();
        await Process.DisposeAsync();
        _process = null;
    }

    public async Task KillAndRestartAsync()
    {
        await KillAsync();
        await StartAsync();
    }

    /// <summary>SIGTERM and the drain. Returns the exit code; null when it did not end.</summary>
    public async Task<int?> StopAsync()
    {
        var code = await Process.StopAsync(StopWithin);
        await Process.DisposeAsync();
        _process = null;
        return code;
    }

    public async Task<HttpStatusCode> ReadyAsync()
    {
        using var answer = await _client.GetAsync(new Uri(_http, "/health/ready"));
        return answer.StatusCode;
    }

    public Task<string> GetAsync(string path) => _client.GetStringAsync(new Uri(_http, path));

    /// <summary>The sum of all series of a metric; null when there is none.</summary>
    public async Task<double?> MetricAsync(string name, string label = "")
    {
        var values = (await GetAsync("/metrics")).Split('\n')
            .Where(line => line.StartsWith(name, StringComparison.Ordinal) && line.Length > name.Length && line[name.Length] is ' ' or '{'
                && line.Contains(label, StringComparison.Ordinal))
            .Select(line => double.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture))
            .ToList();
        return values.Count == 0 ? null : values.Sum();
    }

    public async Task BecomesReadyAsync() =>
        await Eventually.TrueAsync(async () => await ReadyAsync() == HttpStatusCode.OK, "the daemon is ready");

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (_process is not null) await _process.DisposeAsync();
        _folder.Dispose();
    }
}
