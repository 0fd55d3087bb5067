using Bridge.Protocol.Centre;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Bridge.Worker.Centre.RabbitMq;

/// <summary>
/// Takes commands from one connection, one after the other so that a person gets two replies in the order they were sent, and acknowledges
/// each when it is durable. Over when the connection fails, or when the store does: the broker then offers everything again, in its order.
/// </summary>
internal sealed class CommandSession(
    IConnection connection, ICommandDesk desk, DeadCommands dead, TimeProvider time, ILogger logger) : IDisposable
{
    private const ushort Prefetch = 20;
    private static readonly TimeSpan OfferAgainAfter = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource<string> _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Held while a command is being carried out, so that the end can wait for it to be acknowledged.
    private readonly SemaphoreSlim _busy = new(1, 1);

    /// <summary>Why the session is over. Cancelled, it takes no new command and gives back what it has not acknowledged.</summary>
    public async Task<string> RunAsync(Action works, CancellationToken cancel)
    {
        connection.ConnectionShutdownAsync += (_, shutdown) => OverAsync($"connection closed, {shutdown.ReplyCode} {shutdown.ReplyText}");
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancel);
        channel.ChannelShutdownAsync += (_, shutdown) => OverAsync($"channel closed, {shutdown.ReplyCode} {shutdown.ReplyText}");
        await channel.BasicQosAsync(prefetchSize: 0, Prefetch, global: false, cancel);

        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) => ReceivedAsync(channel, delivery, cancel);
        consumer.UnregisteredAsync += (_, _) => OverAsync("the broker ended the consumer");
        await channel.BasicConsumeAsync(RabbitMqTopology.CommandsQueue, autoAck: false, consumer, cancel);
        works();

        using var asked = cancel.UnsafeRegister(_ => _over.TrySetResult("asked to stop"), null);
        var reason = await _over.Task;
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
            if (!_over.Task.IsCompleted) await TakeAsync(channel, delivery, cancel);
        }
        catch (Exception fault)
        {
            await OverAsync(RabbitMqConnector.Reason(fault));
        }
        finally
        {
            _busy.Release();
        }
    }

    private async Task TakeAsync(IChannel channel, BasicDeliverEventArgs delivery, CancellationToken cancel)
    {
        var reading = CloudEvent.ReadCommand(delivery.Body.Span);
        var problems = reading.Command is { } command ? (await desk.ExecuteAsync(command, cancel)).Problems : reading.Problems;
        if (problems.Count > 0 && !await BuryAsync(delivery, reading.Id, problems, cancel))
        {
            _ = OfferAgainAsync(channel, delivery.DeliveryTag, cancel);
            return;
        }

        await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false, cancel);
    }

    private async Task<bool> BuryAsync(
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

        await desk.RejectAsync(commandId, problems, cancel);
        RabbitMqLog.CommandRefused(logger, problems.Count, RabbitMqTopology.DeadCommandsQueue);
        return true;
    }

    /// <summary>Apart from the others: a refused command that cannot be moved must not hold up a confirmation behind it.</summary>
    private async Task OfferAgainAsync(IChannel channel, ulong deliveryTag, CancellationToken cancel)
    {
        try
        {
            await Task.Delay(OfferAgainAfter, time, cancel);
            await channel.BasicNackAsync(deliveryTag, multiple: false, requeue: true, cancel);
        }
        catch (Exception fault)
        {
            // A closed channel gives everything unacknowledged back by itself.
            RabbitMqLog.NotSettled(logger, fault);
        }
    }

    private Task OverAsync(string reason)
    {
        _over.TrySetResult(reason);
        return Task.CompletedTask;
    }
}
