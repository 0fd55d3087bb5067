using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Bridge.Simulator.Daemon;

/// <summary>
/// The real daemon as a process of its own, its output in a log file. Whoever starts it disposes it: <see cref="DisposeAsync"/> leaves
/// nothing running.
/// </summary>
public sealed class DaemonProcess : IAsyncDisposable
{
    private const int Sigterm = 15;
    private const string Shell = "exec >>\"$0\" 2>&1; if command -v setsid >/dev/null; then exec setsid \"$@\"; else exec \"$@\"; fi";
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    private readonly TimeProvider _time;
    private readonly Process _process;

    private DaemonProcess(Process process, Uri http, string log, TimeProvider time)
    {
        _process = process;
        _time = time;
        Http = http;
        Log = log;
    }

    /// <summary>Where it serves health, metrics and the centre's endpoints.</summary>
    public Uri Http { get; }

    /// <summary>Path of its log. A daemon started again with the same path appends to it.</summary>
    public string Log { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Processor time of all its threads so far; zero when it has exited.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.HasExited ? TimeSpan.Zero : _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts the daemon and returns when it answers /health/live.</summary>
    /// <param name="assembly">Path of bridge.dll.</param>
    /// <param name="within">How long it may take to answer.</param>
    /// <exception cref="DaemonException">It exited, or did not answer in time; the message holds the end of its log.</exception>
    public static async Task<DaemonProcess> StartAsync(
        string assembly, string configuration, Uri http, string log, TimeSpan within, TimeProvider time, CancellationToken cancel)
    {
        var daemon = new DaemonProcess(Launch(assembly, configuration, log), http, log, time);
        try
        {
            await daemon.WaitUntilLiveAsync(within, cancel);
            return daemon;
        }
        catch
        {
            await daemon.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends SIGTERM and waits for the drain.</summary>
    /// <returns>The exit code; null when it did not end within <paramref name="within"/> and was killed.</returns>
    public async Task<int?> StopAsync(TimeSpan within)
    {
        if (!_process.HasExited) Signal(_process.Id, Sigterm);
        using var limit = new CancellationTokenSource(within, _time);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            await KillAsync();
            return null;
        }
    }

    /// <summary>Sends SIGKILL, as the kernel's memory killer does; returns when the process is gone.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }

    private static Process Launch(string assembly, string configuration, string log)
    {
        // The shell only opens the log and becomes the daemon (exec): the process id stays, and no pipe breaks when the simulator ends. In
        // a session of its own the daemon gets no Ctrl-C from the terminal: the simulator does, and stops the daemon itself.
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, RedirectStandardInput = true };
        string[] arguments = ["-c", Shell, log, DaemonLocation.DotnetHost(), assembly, "run", "--config", configuration];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);

        // The daemon would add Bridge__ settings of its environment to its file: it shall have the file alone.
        foreach (var key in start.Environment.Keys.Where(k => k.StartsWith("Bridge__", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(key);
        }

        return Process.Start(start) ?? throw new DaemonException("the daemon could not be started");
    }

    private async Task WaitUntilLiveAsync(TimeSpan within, CancellationToken cancel)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        var live = new Uri(Http, "/health/live");
        var began = _time.GetTimestamp();
        while (!await AnswersAsync(http, live, cancel))
        {
            if (_process.HasExited)
            {
                throw new DaemonException($"the daemon ended with exit code {_process.ExitCode}:{Environment.NewLine}{EndOfLog()}");
            }

            if (_time.GetElapsedTime(began) > within)
            {
                throw new DaemonException(
                    $"the daemon did not answer {live} within {within.TotalSeconds:0} s:{Environment.NewLine}{EndOfLog()}");
            }

            await Task.Delay(Poll, _time, cancel);
        }
    }

    private static async Task<bool> AnswersAsync(HttpClient http, Uri uri, CancellationToken cancel)
    {
        try
        {
            using var response = await http.GetAsync(uri, cancel);
            return response.IsSuccessStatusCode;
        }
        catch (Exception fault) when (!cancel.IsCancellationRequested && fault is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    private string EndOfLog() => File.Exists(Log) ? string.Join(Environment.NewLine, File.ReadLines(Log).TakeLast(15)) : "(no log)";

    private static void Signal(int process, int signal)
    {
        // Fails only when the process has ended already.
        _ = Kill(process, signal);
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
