using Bridge.Protocol.Centre;

namespace Bridge.Worker.Centre;

/// <summary>What became of a command. Without problems it is durable, now or since an earlier command with the same id.</summary>
public sealed record CommandVerdict(IReadOnlyList<string> Problems)
{
    public static CommandVerdict Accepted { get; } = new([]);

    public bool IsAccepted => Problems.Count == 0;
}

/// <summary>Carries out the centre's commands, for both buses.</summary>
public interface ICommandExecutor
{
    /// <summary>Returns when the command is durable or rejected; throws when the store cannot write it now.</summary>
    Task<CommandVerdict> ExecuteAsync(Command command, CancellationToken cancel);

    /// <summary>Appends command.rejected, for what came over AMQP and could not be carried out.</summary>
    Task RejectAsync(string? commandId, IReadOnlyList<string> problems, CancellationToken cancel);
}

/// <summary>Whether the configured bus works, for health and metrics.</summary>
public interface IBusStatus
{
    bool Up { get; }
}
