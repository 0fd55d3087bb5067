using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Bridge.Simulator.Daemon;

namespace Bridge.Tests.Support;

/// <summary>
/// The real daemon as a process of its own, with its configuration, store and log in a folder that goes away with it. It can be stopped or
/// killed and started again on the same store. Whatever happens, <see cref="DisposeAsync"/> leaves nothing running.
/// </summary>
internal sealed class BridgeDaemon : IAsyncDisposable
{
    /// <summary>Of the daemon next to the tests, as this build made it.</summary>
    private static readonly string Assembly = Path.Combine(AppContext.BaseDirectory, DaemonLocation.Assembly);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();
    private readonly HttpClient _client = new() { Timeout = Patience };
    private readonly Uri _http = new($"http://127.0.0.1:{FreePort.Take(1)[0]}");
    private DaemonProcess? _process;

    private BridgeDaemon(JsonObject bridge)
    {
        bridge["Http"] ??= new JsonObject();
        bridge["Http"]!["Listen"] ??= _http.GetLeftPart(UriPartial.Authority);
        bridge["Store"] ??= new JsonObject { ["Kind"] = "sqlite", ["Path"] = _folder.File("bridge.db") };
        File.WriteAllText(Configuration, new JsonObject { ["Bridge"] = bridge }.ToJsonString());
    }

    public Uri Http => _http;

    public int Id => Process.Id;

    /// <summary>Path of the JSON file it was started with.</summary>
    public string Configuration => _folder.File("bridge.json");

    /// <summary>Path of its SQLite store, unless the configuration named another.</summary>
    public string Store => _folder.File("bridge.db");

    private DaemonProcess Process => _process ?? throw new InvalidOperationException("not started");

    /// <summary>Returns when the daemon is live, which is not yet bound.</summary>
    /// <param name="operators">Its operators by name: see <see cref="Operator"/>.</param>
    /// <param name="broker">RabbitMQ; null: the embedded bus.</param>
    /// <param name="more">Further keys of the section Bridge.</param>
    public static Task<BridgeDaemon> StartAsync(Dictionary<string, JsonObject> operators, Uri? broker = null, JsonObject? more = null)
    {
        var bridge = more ?? [];
        bridge["Operators"] = new JsonObject(operators.Select(o => KeyValuePair.Create(o.Key, (JsonNode?)o.Value)));
        if (broker is not null) bridge["Bus"] = new JsonObject { ["Kind"] = "rabbitmq", ["Uri"] = broker.OriginalString };
        return StartAsync(bridge);
    }

    private static async Task<BridgeDaemon> StartAsync(JsonObject bridge)
    {
        var daemon = new BridgeDaemon(bridge);
        try
        {
            await daemon.StartAgainAsync();
            return daemon;
        }
        catch
        {
            await daemon.DisposeAsync();
            throw;
        }
    }

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
        section["SystemId"] ??= "bridge992";
        section["Password"] ??= "secret08";
        return section;
    }

    /// <summary>
    /// After <see cref="StopAsync"/> or <see cref="KillAsync"/>: the same daemon on the same store; its log goes on in the same file.
    /// </summary>
    public async Task StartAgainAsync()
    {
        if (_process is { } former) await former.DisposeAsync();
        _process = await DaemonProcess.StartAsync(
            Assembly, Configuration, _http, _folder.File("bridge.log"), Patience, TimeProvider.System, CancellationToken.None);
    }

    /// <summary>SIGTERM and the drain.</summary>
    /// <returns>The exit code; null when it did not end in time and was killed.</returns>
    public Task<int?> StopAsync() => Process.StopAsync(Patience);

    /// <summary>SIGKILL; returns when the process is gone.</summary>
    public Task KillAsync() => Process.KillAsync();

    /// <summary>Every line it has written to its log until now, over all its starts.</summary>
    public IReadOnlyList<string> Log()
    {
        using var file = new FileStream(Process.Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Waits until that many links are bound.</summary>
    public Task BoundAsync(int links) =>
        Eventually.TrueAsync(async () => await SumAsync("bridge_link_up") >= links, $"{links} links are bound");

    /// <summary>
    /// The sum of a metric over all its series with these labels (<c>operator="x"</c>), as a Prometheus would scrape it; 0 when there is
    /// none.
    /// </summary>
    public async Task<double> SumAsync(string metric, params string[] labels)
    {
        var text = await _client.GetStringAsync(new Uri(_http, "/metrics"));
        return Regex.Matches(text, $@"^{metric}(\{{.*\}})? (\S+)", RegexOptions.Multiline)
            .Where(line => labels.All(line.Groups[1].Value.Contains))
            .Sum(line => double.Parse(line.Groups[2].Value, CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _client.Dispose();
        _folder.Dispose();
    }
}
