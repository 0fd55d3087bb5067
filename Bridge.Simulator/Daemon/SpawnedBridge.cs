using System.Text.Json.Nodes;

namespace Bridge.Simulator.Daemon;

/// <summary>
/// A bridge of the simulator's own: a directory with its configuration, store and log, and the process. The directory is removed on a clean
/// end and left for inspection otherwise.
/// </summary>
internal sealed class SpawnedBridge : IAsyncDisposable
{
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(20);

    private readonly string _assembly;
    private readonly string _configuration;
    private readonly TimeProvider _time;
    private DaemonProcess _daemon;
    private bool _endedWell;
    private bool _keep;

    private SpawnedBridge(string directory, string assembly, string configuration, DaemonProcess daemon, TimeProvider time)
    {
        Directory = directory;
        _assembly = assembly;
        _configuration = configuration;
        _daemon = daemon;
        _time = time;
    }

    public string Directory { get; }

    public Uri Http => _daemon.Http;

    public string Log => _daemon.Log;

    public int Id => _daemon.Id;

    public int Kills { get; private set; }

    /// <summary>Null when it was ever killed: the time of the earlier processes is gone.</summary>
    public TimeSpan? ProcessorTime => Kills == 0 ? _daemon.ProcessorTime : null;

    public static string NewDirectory() => System.IO.Directory.CreateTempSubdirectory("bridge-sim-").FullName;

    /// <param name="assembly">Path of bridge.dll; null looks for the one of this build.</param>
    /// <param name="more">Further keys of section Bridge.</param>
    /// <exception cref="DaemonException">It was not found or did not start.</exception>
    public static async Task<SpawnedBridge> StartAsync(
        string directory, string? assembly, Uri http, Uri? amqp, IEnumerable<DaemonOperator> operators, TimeProvider time,
            CancellationToken cancel,
        JsonObject? more = null)
    {
        var found = DaemonLocation.Find(assembly);
        var configuration = DaemonConfiguration.Write(directory, http, amqp, operators, more);
        var log = Path.Combine(directory, "bridge.log");
        var daemon = await DaemonProcess.StartAsync(found, configuration, http, log, StartWithin, time, cancel);
        return new SpawnedBridge(directory, found, configuration, daemon, time);
    }

    /// <summary>kill -9, and the same bridge again.</summary>
    public async Task KillAndRestartAsync(CancellationToken cancel)
    {
        await _daemon.KillAsync();
        await _daemon.DisposeAsync();
        Kills++;
        _daemon = await DaemonProcess.StartAsync(_assembly, _configuration, Http, Log, StartWithin, _time, cancel);
    }

    /// <summary>SIGTERM and the drain.</summary>
    /// <returns>Null when it ended with exit code 0, else what was wrong.</returns>
    public async Task<string?> StopAsync()
    {
        var code = await _daemon.StopAsync(StopWithin);
        _endedWell = code == 0;
        return code switch
        {
            0 => null,
            { } other => $"the daemon ended with exit code {other}; its log: {Log}",
            null => $"the daemon did not end within {StopWithin.TotalSeconds:0} s of SIGTERM and was killed; its log: {Log}",
        };
    }

    /// <summary>Keeps the directory even after a clean end.</summary>
    public void Keep() => _keep = true;

    public async ValueTask DisposeAsync()
    {
        await _daemon.DisposeAsync();
        if (_endedWell && !_keep) System.IO.Directory.Delete(Directory, recursive: true);
    }
}
