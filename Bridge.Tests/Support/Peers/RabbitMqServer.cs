using System.Diagnostics;
using System.Globalization;
using RabbitMQ.Client;

namespace Bridge.Tests.Support;

/// <summary>
/// A real broker of the tests' own: free ports of 127.0.0.1, its files in a directory that goes away with it, and its own name server, so
/// that no other broker on the machine is seen or touched.
/// </summary>
public sealed class RabbitMqServer : IAsyncLifetime
{
    private const string Programs = "/usr/lib/rabbitmq/bin";
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("bridge-rabbitmq-");
    private readonly int _port;
    private readonly Dictionary<string, string> _environment;
    private Process? _names;
    private Process? _server;
    private int _fresh;

    public RabbitMqServer()
    {
        var ports = FreePort.Take(3);
        _port = ports[0];
        _environment = new Dictionary<string, string>
        {
            ["HOME"] = _home.FullName,
            ["LC_ALL"] = "C.UTF-8",
            ["RABBITMQ_NODENAME"] = $"bridge-test-{_port}@localhost",
            ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_NODE_PORT"] = Text(ports[0]),
            ["RABBITMQ_DIST_PORT"] = Text(ports[1]),
            ["RABBITMQ_MNESIA_BASE"] = Path.Combine(_home.FullName, "mnesia"),
            ["RABBITMQ_LOG_BASE"] = Path.Combine(_home.FullName, "log"),
            ["RABBITMQ_CONFIG_FILE"] = Path.Combine(_home.FullName, "rabbitmq.conf"),
            ["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(_home.FullName, "rabbitmq-env.conf"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(_home.FullName, "enabled_plugins"),
            ["RABBITMQ_PID_FILE"] = Path.Combine(_home.FullName, "pid"),
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",
            ["ERL_EPMD_PORT"] = Text(ports[2]),
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        };
        File.WriteAllText(_environment["RABBITMQ_CONFIG_FILE"], "log.console = false\n");
        File.WriteAllText(_environment["RABBITMQ_CONF_ENV_FILE"], "");
        File.WriteAllText(_environment["RABBITMQ_ENABLED_PLUGINS_FILE"], "[].\n");
    }

    public static bool IsInstalled => File.Exists(Path.Combine(Programs, "rabbitmq-server"));

    private Uri Uri => new($"amqp://guest:guest@127.0.0.1:{Text(_port)}");

    public async Task InitializeAsync()
    {
        // Not as a daemon: then it is ours to stop.
        _names = Run("epmd", "-address", "127.0.0.1", "-port", _environment["ERL_EPMD_PORT"]);
        await StartAsync();
    }

    public async Task StartAsync()
    {
        _server = Run(Path.Combine(Programs, "rabbitmq-server"));
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(90), TimeProvider.System);
        while (true)
        {
            try
            {
                await using var connection = await ConnectAsync(Uri);
                return;
            }
            catch (Exception) when (!late.IsCancellationRequested)
            {
                // The name server may not have noticed yet that the killed one is gone: "the name seems to be in use".
                if (_server.HasExited) _server = Run(Path.Combine(Programs, "rabbitmq-server"));
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, CancellationToken.None);
            }
        }
    }

    /// <summary>As a power cut would: no goodbye to anyone.</summary>
    public async Task KillAsync()
    {
        using var broker = Process.GetProcessById(
            int.Parse(await File.ReadAllTextAsync(_environment["RABBITMQ_PID_FILE"]), CultureInfo.InvariantCulture));
        broker.Kill(entireProcessTree: true);
        await broker.WaitForExitAsync();
        await _server!.WaitForExitAsync();
    }

    /// <summary>In good order: connections are closed, everything is written.</summary>
    public async Task StopAsync()
    {
        await ControlAsync("stop", _environment["RABBITMQ_PID_FILE"]);
        await _server!.WaitForExitAsync();
    }

    public async Task ControlAsync(params string[] arguments)
    {
        using var control = Run(Path.Combine(Programs, "rabbitmqctl"), ["-q", .. arguments]);
        await control.WaitForExitAsync();
        control.ExitCode.ShouldBe(0);
    }

    public static Task<IConnection> ConnectAsync(Uri uri) =>
        new ConnectionFactory { Uri = uri, AutomaticRecoveryEnabled = false }.CreateConnectionAsync();

    /// <summary>
    /// A virtual host that no test has used. Deleting queues instead would not do: a quorum queue that is deleted, made again and then
    /// killed within minutes does not come back in RabbitMQ 3.10.
    /// </summary>
    public async Task<Uri> FreshAsync()
    {
        var name = $"t{++_fresh}";
        await ControlAsync("eval",
            $"""
            rabbit_vhost:add(<<"{name}">>, <<"test">>),
            rabbit_auth_backend_internal:set_permissions(<<"guest">>, <<"{name}">>, <<".*">>, <<".*">>, <<".*">>, <<"test">>).
            """);
        return new Uri(Uri, "/" + name);
    }

    public async Task DisposeAsync()
    {
        if (_server is { HasExited: false }) await KillAsync();
        _names?.Kill();
        _server?.Dispose();
        _names?.Dispose();
        _home.Delete(recursive: true);
    }

    private Process Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in _environment) start.Environment[name] = value;
        var process = Process.Start(start)!;

        // Read and forgotten, so that a full pipe never holds the broker up; its log has the same.
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

[CollectionDefinition(Name)]
public sealed class RabbitMqTests : ICollectionFixture<RabbitMqServer>
{
    public const string Name = "RabbitMQ";
}

/// <summary>A fact about a real broker: skipped where none is installed, but not on the build machine.</summary>
public sealed class RabbitMqFactAttribute : FactAttribute
{
    public RabbitMqFactAttribute()
    {
        if (!RabbitMqServer.IsInstalled && Environment.GetEnvironmentVariable("CI") != "true") Skip = "rabbitmq-server is not installed";
    }
}
