using Bridge.Protocol.Centre;

namespace Bridge.Worker.Centre;

/// <summary>What became of a command. No problems: it is durable, or had been before (a repeated id is done once).</summary>
public sealed record CommandVerdict(IReadOnlyList<string> Problems)
{
    public static CommandVerdict Accepted { get; } = new([]);

    public bool IsAccepted => Problems.Count == 0;
}

/// <summary>
/// Where both buses hand their commands. Returns when the command is durable or refused; throws when the store can't take it now.
/// </summary>
public interface ICommandDesk
{
    Task<CommandVerdict> ExecuteAsync(Command command, CancellationToken cancel);

    /// <summary>Raises command.rejected, for what came over AMQP and could not be carried out.</summary>
    Task RejectAsync(string? commandId, IReadOnlyList<string> problems, CancellationToken cancel);
}

/// <summary>For health and metrics.</summary>
public interface IBusStatus
{
    bool Up { get; }
}
