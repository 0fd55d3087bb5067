using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Bridge.Tests.Support;

namespace Bridge.Tests.Interop;

/// <summary>
/// Runs a script that says what happens as one JSON object a line. It ends with its standard input, so that none outlives the tests.
/// </summary>
internal sealed class JsonLines : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<JsonElement> _lines = new();
    private readonly ConcurrentQueue<string> _errors = new();

    public JsonLines(string program, params string[] arguments)
    {
        _process = Process.Start(Tool.Start(program, arguments))!;
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is { } json) _lines.Enqueue(JsonDocument.Parse(json).RootElement);
        };
        _process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is { } error) _errors.Enqueue(error);
        };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public IReadOnlyList<JsonElement> Of(string name) => [.. _lines.Where(line => line.Text("event") == name)];

    public async Task TellAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    public void ShouldBeRunning() => _process.HasExited.ShouldBeFalse($"{_process.StartInfo.FileName} ended: {string.Join('\n', _errors)}");

    public Task UntilAsync(string name, int count = 1) => Eventually.TrueAsync(
        () =>
        {
            ShouldBeRunning();
            return Of(name).Count >= count;
        },
        $"{count} times {name}",
        () => $"({Of(name).Count} until now) {string.Join('\n', _errors)}");

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10), TimeProvider.System);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }
        _process.Dispose();
    }
}
