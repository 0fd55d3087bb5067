using System.Collections.Concurrent;
using Bridge.Protocol.Centre;
using Bridge.Worker.Centre;

namespace Bridge.Tests.Support;

/// <summary>Takes every command once, unless told to fail or to refuse.</summary>
internal sealed class RecordingCommandExecutor : ICommandExecutor
{
    private readonly ConcurrentDictionary<string, bool> _known = new();

    public ConcurrentQueue<Command> Done { get; } = new();

    public ConcurrentQueue<(string? CommandId, IReadOnlyList<string> Problems)> Rejected { get; } = new();

    /// <summary>Asked before each command: an exception stands for a store that cannot take it.</summary>
    public Func<Command, Exception?> Fails { get; set; } = _ => null;

    public Func<Command, IReadOnlyList<string>> Refuses { get; set; } = _ => [];

    public Task<CommandVerdict> ExecuteAsync(Command command, CancellationToken cancel)
    {
        if (Fails(command) is { } fault) return Task.FromException<CommandVerdict>(fault);
        if (Refuses(command) is { Count: > 0 } problems) return Task.FromResult(new CommandVerdict(problems));
        if (_known.TryAdd(command.Id, true)) Done.Enqueue(command);
        return Task.FromResult(CommandVerdict.Accepted);
    }

    public Task RejectAsync(string? commandId, IReadOnlyList<string> problems, CancellationToken cancel)
    {
        Rejected.Enqueue((commandId, problems));
        return Task.CompletedTask;
    }
}
