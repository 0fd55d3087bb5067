namespace Bridge.Worker.Centre.RabbitMq;

/// <summary>What an SRE reads about the broker. Event ids 4001 to 4019.</summary>
internal static partial class RabbitMqLog
{
    [LoggerMessage(4001, LogLevel.Warning, "RabbitMQ {Purpose}: down, {Reason}; trying again until it is back")]
    public static partial void Down(ILogger logger, string purpose, string reason);

    [LoggerMessage(4002, LogLevel.Information, "RabbitMQ {Purpose}: up")]
    public static partial void Up(ILogger logger, string purpose);

    [LoggerMessage(4003, LogLevel.Warning,
        "RabbitMQ events: the broker blocks publishers ({Reason}); events are stored until it takes them again")]
    public static partial void Blocked(ILogger logger, string reason);

    [LoggerMessage(4004, LogLevel.Information, "RabbitMQ events: the broker takes events again")]
    public static partial void Unblocked(ILogger logger);

    [LoggerMessage(4005, LogLevel.Error, "RabbitMQ events: the cursor could not be stored; what it stands for may be published again")]
    public static partial void CursorNotStored(ILogger logger, Exception exception);

    [LoggerMessage(4006, LogLevel.Information,
        "RabbitMQ events: stopped with {Left} events not yet confirmed; they are stored and go out after the next start")]
    public static partial void StoppedWithEventsLeft(ILogger logger, long left);

    [LoggerMessage(4010, LogLevel.Warning, "RabbitMQ commands: one was rejected, {Problems} problems; moved to {Queue}")]
    public static partial void CommandRejected(ILogger logger, int problems, string queue);

    [LoggerMessage(4011, LogLevel.Error,
        "RabbitMQ commands: a rejected one could not be moved to {Queue}; the broker offers it again later")]
    public static partial void CommandNotMoved(ILogger logger, string queue, Exception exception);

    [LoggerMessage(4012, LogLevel.Debug, "RabbitMQ commands: a delivery could not be settled, its channel is closing")]
    public static partial void NotSettled(ILogger logger, Exception exception);
}
