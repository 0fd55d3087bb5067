using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Bridge.Worker.Centre.RabbitMq;

/// <summary>
/// The contract's exchanges and queues (§3), declared where they are missing. What the platform has made itself stays as it is.
/// </summary>
internal static class RabbitMqTopology
{
    public const string EventsExchange = "bridge.events";
    public const string EventsQueue = "centre.events";
    public const string CommandsExchange = "bridge.commands";
    public const string CommandsQueue = "bridge.commands";
    public const string DeadCommandsQueue = "bridge.commands.dead";

    private const ushort NotFound = 404;

    public static async Task DeclareAsync(IConnection connection, CancellationToken cancel)
    {
        var arguments = QueueArguments(connection);
        await ExchangeAsync(connection, EventsExchange, cancel);
        await ExchangeAsync(connection, CommandsExchange, cancel);
        await QueueAsync(connection, EventsQueue, arguments, cancel);
        await QueueAsync(connection, CommandsQueue, arguments, cancel);
        await QueueAsync(connection, DeadCommandsQueue, arguments, cancel);

        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancel);
        await channel.QueueBindAsync(EventsQueue, EventsExchange, "#", cancellationToken: cancel);
        await channel.QueueBindAsync(CommandsQueue, CommandsExchange, "#", cancellationToken: cancel);
    }

    private static Dictionary<string, object?> QueueArguments(IConnection connection)
    {
        var arguments = new Dictionary<string, object?> { ["x-queue-type"] = "quorum" };

        // Since 4.0 a quorum queue drops a message for good at its 20th redelivery, and -1 lifts that limit. Before 4.0 there was no limit,
        // and -1 is refused.
        if (MajorVersion(connection) >= 4) arguments["x-delivery-limit"] = -1;
        return arguments;
    }

    private static int MajorVersion(IConnection connection) =>
        connection.ServerProperties?.TryGetValue("version", out var value) == true && value is byte[] text
        && int.TryParse(Encoding.UTF8.GetString(text).Split('.')[0], out var major) ? major : 0;

    private static Task ExchangeAsync(IConnection connection, string name, CancellationToken cancel) => DeclareIfMissingAsync(
        connection,
        channel => channel.ExchangeDeclarePassiveAsync(name, cancel),
        channel => channel.ExchangeDeclareAsync(name, ExchangeType.Topic, durable: true, autoDelete: false, cancellationToken: cancel),
        cancel);

    private static Task QueueAsync(IConnection connection, string name, Dictionary<string, object?> arguments, CancellationToken cancel) =>
        DeclareIfMissingAsync(
            connection,
            channel => channel.QueueDeclarePassiveAsync(name, cancel),
            channel => channel.QueueDeclareAsync(
                name, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: cancel),
            cancel);

    /// <summary>Asks first, for the broker refuses to declare again what was made with other arguments.</summary>
    private static async Task DeclareIfMissingAsync(
        IConnection connection, Func<IChannel, Task> ask, Func<IChannel, Task> declare, CancellationToken cancel)
    {
        try
        {
            await using var asking = await connection.CreateChannelAsync(cancellationToken: cancel);
            await ask(asking);
            return;
        }
        catch (OperationInterruptedException answer) when (answer.ShutdownReason?.ReplyCode == NotFound)
        {
            // The broker says no by closing the channel, so the declaration needs another.
        }

        await using var declaring = await connection.CreateChannelAsync(cancellationToken: cancel);
        await declare(declaring);
    }
}
