using System.Net;
using System.Text.Json.Nodes;
using Bridge.Simulator.Daemon;
using Bridge.Simulator.Smsc;

namespace Bridge.Tests.Support;

/// <summary>
/// The real daemon as a process of its own, with its configuration, store and log in a folder that goes away with it. It can be stopped or
/// killed and started again on the same store. Whatever happens, <see cref="DisposeAsync"/> leaves nothing running.
/// </summary>
internal sealed class BridgeDaemon : IAsyncDisposable
{
    /// <summary>What it binds with, unless a link says otherwise.</summary>
    public const string SystemId = "bridge992";
    public const string Password = "secret08";

    /// <summary>Of the daemon next to the tests, as this build made it.</summary>
    private static readonly string Assembly = Path.Combine(AppContext.BaseDirectory, DaemonLocation.Assembly);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();
    private DaemonProcess? _process;

    private BridgeDaemon(JsonObject bridge, JsonObject? logging)
    {
        bridge["Http"] ??= new JsonObject();
        bridge["Http"]!["Listen"] ??= Http.GetLeftPart(UriPartial.Authority);
        bridge["Store"] ??= StoreAt(_folder.File("bridge.db"));
        Store = bridge["Store"]!["Path"]!.GetValue<string>();
        var whole = new JsonObject { ["Bridge"] = bridge };
        if (logging is not null) whole["Logging"] = logging;
        File.WriteAllText(Configuration, whole.ToJsonString());
    }

    public Uri Http { get; } = new($"http://127.0.0.1:{FreePort.Take()}");

    public HttpClient Client { get; } = new() { Timeout = Patience };

    public int Id => Process.Id;

    /// <summary>Path of the JSON file it is started with.</summary>
    public string Configuration => _folder.File("bridge.json");

    /// <summary>Path of its SQLite store.</summary>
    public string Store { get; }

    private DaemonProcess Process => _process ?? throw new InvalidOperationException("not started");

    /// <summary>Writes its configuration. It is not started yet.</summary>
    /// <param name="operators">Its operators by name: see <see cref="Operator"/>.</param>
    /// <param name="broker">RabbitMQ; null: the embedded bus.</param>
    /// <param name="more">Further keys of the section Bridge.</param>
    /// <param name="logging">The section Logging.</param>
    public static BridgeDaemon Prepare(
        Dictionary<string, JsonObject> operators, Uri? broker = null, JsonObject? more = null, JsonObject? logging = null)
    {
        var bridge = more ?? [];
        bridge["Operators"] = new JsonObject(operators.Select(o => KeyValuePair.Create(o.Key, (JsonNode?)o.Value)));
        if (broker is not null) bridge["Bus"] = new JsonObject { ["Kind"] = "rabbitmq", ["Uri"] = broker.OriginalString };
        return new(bridge, logging);
    }

    /// <summary>As <see cref="Prepare"/>. Returns when the daemon is live, which is not yet bound.</summary>
    public static async Task<BridgeDaemon> StartAsync(
        Dictionary<string, JsonObject> operators, Uri? broker = null, JsonObject? more = null)
    {
        var daemon = Prepare(operators, broker, more);
        try
        {
            await daemon.StartAsync();
            return daemon;
        }
        catch
        {
            await daemon.DisposeAsync();
            throw;
        }
    }

    /// <summary>One operator with one transceiver.</summary>
    public static Dictionary<string, JsonObject> OperatorAt(SimulatedOperator smsc) =>
        new() { [smsc.Settings.Name] = OneLink(smsc.Port) };

    /// <summary>An operator of the mobile network with one transceiver; <paramref name="more"/> are further keys of it.</summary>
    public static JsonObject OneLink(int port, JsonObject? more = null) => Operator(new() { ["a"] = Link(port) }, more);

    /// <summary>An operator of the mobile network; <paramref name="more"/> are further keys of it.</summary>
    public static JsonObject Operator(Dictionary<string, JsonObject> links, JsonObject? more = null)
    {
        var section = more ?? [];
        section["Network"] ??= "mobile";
        section["Links"] = new JsonObject(links.Select(link => KeyValuePair.Create(link.Key, (JsonNode?)link.Value)));
        return section;
    }

    /// <param name="bind">transceiver, receiver or transmitter.</param>
    public static JsonObject Link(int port, string bind = "transceiver", JsonObject? more = null)
    {
        var section = more ?? [];
        section["Host"] ??= "127.0.0.1";
        section["Port"] = port;
        section["Bind"] = bind;
        section["SystemId"] ??= SystemId;
        section["Password"] ??= Password;
        return section;
    }

    /// <summary>Its section Store.</summary>
    public static JsonObject StoreAt(string path) => new() { ["Kind"] = "sqlite", ["Path"] = path };

    /// <summary>
    /// The first time, or again on the same store after <see cref="StopAsync"/> or <see cref="KillAsync"/>: its log goes on in the same
    /// file.
    /// </summary>
    public async Task StartAsync()
    {
        if (_process is { } former) await former.DisposeAsync();
        _process = await DaemonProcess.StartAsync(
            Assembly, Configuration, Http, _folder.File("bridge.log"), Patience, TimeProvider.System, CancellationToken.None);
    }

    /// <summary>SIGTERM and the drain.</summary>
    /// <returns>The exit code; null when it did not end in time and was killed.</returns>
    public Task<int?> StopAsync() => Process.StopAsync(Patience);

    /// <summary>SIGKILL; returns when the process is gone.</summary>
    public Task KillAsync() => Process.KillAsync();

    public async Task KillAndRestartAsync()
    {
        await KillAsync();
        await StartAsync();
    }

    /// <summary>Every line it has written to its log until now, over all its starts.</summary>
    public IReadOnlyList<string> Log()
    {
        using var file = new FileStream(Process.Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public Task<string> GetAsync(string path) => Client.GetStringAsync(new Uri(Http, path));

    public async Task<HttpStatusCode> ReadyAsync()
    {
        using var answer = await Client.GetAsync(new Uri(Http, "/health/ready"));
        return answer.StatusCode;
    }

    public Task BecomesReadyAsync() => Eventually.TrueAsync(async () => await ReadyAsync() == HttpStatusCode.OK, "the daemon is ready");

    /// <summary>Waits until that many links are bound.</summary>
    public Task BoundAsync(int links) =>
        Eventually.TrueAsync(async () => await MetricAsync("bridge_link_up") >= links, $"{links} links are bound");

    /// <summary>As <see cref="ScrapedMetrics.Sum"/>, at this moment.</summary>
    public async Task<double?> MetricAsync(string metric, params (string Name, string Value)[] labels) =>
        (await ScrapedMetrics.ReadAsync(Client, Http)).Sum(metric, labels);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        Client.Dispose();
        _folder.Dispose();
    }
}
