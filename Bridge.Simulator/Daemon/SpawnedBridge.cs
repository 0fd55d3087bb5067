using System.Text.Json.Nodes;

namespace Bridge.Simulator.Daemon;

/// <summary>
/// A bridge that the simulator started: the process, and a directory with its configuration, store and log. The directory is removed after
/// a clean end and kept for inspection otherwise.
/// </summary>
internal sealed class SpawnedBridge : IAsyncDisposable
{
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(20);

    private readonly string _assembly;
    private readonly string _configuration;
    private readonly TimeProvider _time;
    private DaemonProcess _daemon;
    private bool _endedCleanly;
    private bool _keepDirectory;

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

    /// <summary>How often <see cref="KillAndRestartAsync"/> was called.</summary>
    public int Kills { get; private set; }

    /// <summary>Of all its threads since the start; null when it was ever killed: the time of an earlier process is not known.</summary>
    public TimeSpan? ProcessorTime => Kills == 0 ? _daemon.ProcessorTime : null;

    public static string NewDirectory() => System.IO.Directory.CreateTempSubdirectory("bridge-sim-").FullName;

    /// <param name="assembly">Path of bridge.dll; null looks for the one of this build.</param>
    /// <param name="extraKeys">Further keys of section Bridge.</param>
    /// <exception cref="DaemonException">It was not found or did not start.</exception>
    public static async Task<SpawnedBridge> StartAsync(
        string directory,
        string? assembly,
        Uri http,
        Uri? amqp,
        IEnumerable<DaemonOperator> operators,
        TimeProvider time,
        CancellationToken cancel,
        JsonObject? extraKeys = null)
    {
        var found = DaemonLocation.Find(assembly);
        var configuration = DaemonConfiguration.Write(directory, http, amqp, operators, extraKeys);
        var log = Path.Combine(directory, "bridge.log");
        var daemon = await DaemonProcess.StartAsync(found, configuration, http, log, StartWithin, time, cancel);
        return new SpawnedBridge(directory, found, configuration, daemon, time);
    }

    /// <summary>kill -9, then a new process on the same directory.</summary>
    public async Task KillAndRestartAsync(CancellationToken cancel)
    {
        await _daemon.KillAsync();
        await _daemon.DisposeAsync();
        Kills++;
        _daemon = await DaemonProcess.StartAsync(_assembly, _configuration, Http, Log, StartWithin, _time, cancel);
    }

    /// <summary>Sends SIGTERM and waits for the drain.</summary>
    /// <returns>Null when it ended with exit code 0; otherwise what was wrong.</returns>
    public async Task<string?> StopAsync()
    {
        var code = await _daemon.StopAsync(StopWithin);
        _endedCleanly = code == 0;
        return code switch
        {
            0 => null,
            { } other => $"the daemon ended with exit code {other}; its log: {Log}",
            null => $"the daemon did not end within {StopWithin.TotalSeconds:0} s of SIGTERM and was killed; its log: {Log}",
        };
    }

    /// <summary>Keeps the directory even after a clean end.</summary>
    public void KeepDirectory() => _keepDirectory = true;

    public async ValueTask DisposeAsync()
    {
        await _daemon.DisposeAsync();
        if (_endedCleanly && !_keepDirectory) System.IO.Directory.Delete(Directory, recursive: true);
    }
}
