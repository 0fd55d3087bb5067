using System.Diagnostics;
using System.Text;
using System.Threading.Channels;

namespace Bridge.Tests.Support;

/// <summary>The daemon in a process of its own, ended with the test.</summary>
internal sealed class BridgeProcess : IDisposable
{
    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly StringBuilder _seen = new();

    private BridgeProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public static BridgeProcess Start(ProcessStartInfo start) => new(Process.Start(start)!);

    /// <summary>The next line of output or error that contains a word.</summary>
    public async Task<string> LineAsync(string containing)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        try
        {
            string line;
            do
                line = await _lines.Reader.ReadAsync(patience.Token);
            while (!line.Contains(containing, StringComparison.Ordinal));
            return line;
        }
        catch (OperationCanceledException e)
        {
            lock (_seen) throw new TimeoutException($"No line with '{containing}' in:\n{_seen}", e);
        }
    }

    public void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-" + name, _process.Id.ToString()]);
        kill.WaitForExit();
    }

    public async Task<int> ExitAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is null) return;
        lock (_seen) _seen.AppendLine(line);
        _lines.Writer.TryWrite(line);
    }
}
