using System.Collections.Concurrent;
using System.Threading.Channels;
using Bridge.Protocol.Centre;
using Bridge.Simulator.Centre;

namespace Bridge.Tests.Simulator;

/// <summary>A bus in memory: a test puts events in and sees the commands that come out.</summary>
internal sealed class FakeCentreBus : ICentreBus
{
    private readonly Channel<ReadOnlyMemory<byte>> _events = Channel.CreateUnbounded<ReadOnlyMemory<byte>>();
    private readonly Channel<Command> _commands = Channel.CreateUnbounded<Command>();
    private int _published;

    public ConcurrentQueue<string> Problems { get; } = new();

    public void Publish(EventData data, string? id = null) =>
        PublishJson(CloudEvent.WriteEvent(id ?? $"e-{Interlocked.Increment(ref _published)}", "node", "c-1", DateTimeOffset.UnixEpoch, data));

    public void PublishJson(ReadOnlyMemory<byte> json) => _events.Writer.TryWrite(json);

    public async Task<Command> CommandAsync() =>
        await _commands.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);

    public bool HasCommand => _commands.Reader.Count > 0;

    public ValueTask<ReadOnlyMemory<byte>> NextAsync(CancellationToken cancel) => _events.Reader.ReadAsync(cancel);

    public Task ConnectAsync(CancellationToken cancel) => Task.CompletedTask;

    public Task<IReadOnlyList<string>> SendAsync(Command command, CancellationToken cancel)
    {
        _commands.Writer.TryWrite(command);
        return Task.FromResult<IReadOnlyList<string>>(Problems.TryDequeue(out var problem) ? [problem] : []);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
