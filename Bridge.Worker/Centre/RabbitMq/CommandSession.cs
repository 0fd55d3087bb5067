using Bridge.Protocol.Centre;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Bridge.Worker.Centre.RabbitMq;

/// <summary>
/// Receives commands over one connection and acknowledges each when it is durable. They are carried out one after the other, so that a
/// person gets two replies in the order in which they were sent. The session ends when the connection or the store fails; the broker then
/// offers everything that was not acknowledged again, in its order.
/// </summary>
internal sealed class CommandSession(
    IConnection connection, ICommandExecutor executor, DeadCommands dead, TimeProvider time, ILogger logger) : IDisposable
{
    private const ushort Prefetch = 20;
    private static readonly TimeSpan OfferAgainAfter = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Held while a command is being carried out: the session ends only after it is acknowledged.</summary>
    private readonly SemaphoreSlim _busy = new(1, 1);

    /// <summary>Runs until the session ends. Cancelled, it takes no new command and returns what it has not acknowledged.</summary>
    /// <param name="works">Called once commands can come in.</param>
    /// <returns>Why it ended, in words.</returns>
    public async Task<string> RunAsync(Action works, CancellationToken cancel)
    {
        connection.ConnectionShutdownAsync += (_, shutdown) => EndAsync($"connection closed, {shutdown.ReplyCode} {shutdown.ReplyText}");
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancel);
        channel.ChannelShutdownAsync += (_, shutdown) => EndAsync($"channel closed, {shutdown.ReplyCode} {shutdown.ReplyText}");
        await channel.BasicQosAsync(prefetchSize: 0, Prefetch, global: false, cancel);

        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) => ReceivedAsync(channel, delivery, cancel);
        consumer.UnregisteredAsync += (_, _) => EndAsync("the broker ended the consumer");
        await channel.BasicConsumeAsync(RabbitMqTopology.CommandsQueue, autoAck: false, consumer, cancel);
        works();

        using var asked = cancel.UnsafeRegister(_ => _ended.TrySetResult("asked to stop"), null);
        var reason = await _ended.Task;
        await _busy.WaitAsync(CancellationToken.None);
        _busy.Release();
        return reason;
    }

    public void Dispose() => _busy.Dispose();

    private async Task ReceivedAsync(IChannel channel, BasicDeliverEventArgs delivery, CancellationToken cancel)
    {
        await _busy.WaitAsync(CancellationToken.None);
        try
        {
            if (!_ended.Task.IsCompleted) await ExecuteAsync(channel, delivery, cancel);
        }
        catch (Exception fault)
        {
            await EndAsync(RabbitMqConnector.Describe(fault));
        }
        finally
        {
            _busy.Release();
        }
    }

    private async Task ExecuteAsync(IChannel channel, BasicDeliverEventArgs delivery, CancellationToken cancel)
    {
        var reading = CloudEvent.ReadCommand(delivery.Body.Span);
        var problems = reading.Command is { } command ? (await executor.ExecuteAsync(command, cancel)).Problems : reading.Problems;
        if (problems.Count > 0 && !await RejectAsync(delivery, reading.Id, problems, cancel))
        {
            _ = OfferAgainAsync(channel, delivery.DeliveryTag, cancel);
            return;
        }

        await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false, cancel);
    }

    /// <summary>Moves it to the dead commands and tells the centre.</summary>
    /// <returns>False: it could not be moved.</returns>
    private async Task<bool> RejectAsync(
        BasicDeliverEventArgs delivery, string? commandId, IReadOnlyList<string> problems, CancellationToken cancel)
    {
        try
        {
            await dead.PutAsync(delivery.BasicProperties, delivery.Body, problems, cancel);
        }
        catch (Exception fault) when (!cancel.IsCancellationRequested)
        {
            RabbitMqLog.CommandNotMoved(logger, RabbitMqTopology.DeadCommandsQueue, fault);
            return false;
        }

        await executor.RejectAsync(commandId, problems, cancel);
        RabbitMqLog.CommandRejected(logger, problems.Count, RabbitMqTopology.DeadCommandsQueue);
        return true;
    }

    /// <summary>Not awaited: a rejected command that cannot be moved must not hold up a confirmation behind it.</summary>
    private async Task OfferAgainAsync(IChannel channel, ulong deliveryTag, CancellationToken cancel)
    {
        try
        {
            await Task.Delay(OfferAgainAfter, time, cancel);
            await channel.BasicNackAsync(deliveryTag, multiple: false, requeue: true, cancel);
        }
        catch (Exception fault)
        {
            // When a channel closes, the broker takes back what was not acknowledged.
            RabbitMqLog.NotSettled(logger, fault);
        }
    }

    private Task EndAsync(string reason)
    {
        _ended.TrySetResult(reason);
        return Task.CompletedTask;
    }
}
