using RabbitMQ.Client;

namespace Bridge.Worker.Centre.RabbitMq;

/// <summary>
/// Puts what cannot be carried out where someone can look at it. It has a connection of its own: a broker short of memory or disk stops
/// reading every connection that has published, and the one that receives commands must go on acknowledging them.
/// </summary>
internal sealed class DeadCommands(RabbitMqConnector connector, TimeProvider time) : IAsyncDisposable
{
    public const string ProblemsHeader = "x-problems";

    private static readonly TimeSpan Within = TimeSpan.FromSeconds(3);
    private IConnection? _connection;
    private IChannel? _channel;

    /// <summary>Returns when the broker has it. One caller at a time.</summary>
    /// <exception cref="TimeoutException">No confirm within 3 s.</exception>
    public async Task PutAsync(
        IReadOnlyBasicProperties original, ReadOnlyMemory<byte> body, IReadOnlyList<string> problems, CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(Within, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        try
        {
            var channel = await ChannelAsync(either.Token);
            var properties = Properties(original, problems);
            await channel.BasicPublishAsync("", RabbitMqTopology.DeadCommandsQueue, mandatory: true, properties, body, either.Token);
        }
        catch (Exception fault)
        {
            // Whatever state the channel is in, the next call opens another, which also declares a queue that has gone missing.
            await DisposeAsync();
            if (fault is OperationCanceledException && late.IsCancellationRequested && !cancel.IsCancellationRequested)
            {
                throw new TimeoutException("The broker did not confirm a dead command within 3 s", fault);
            }
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        var (channel, connection) = (_channel, _connection);
        (_channel, _connection) = (null, null);
        if (channel is not null) await channel.DisposeAsync();
        if (connection is not null) await connection.DisposeAsync();
    }

    /// <summary>As the sender wrote them, without what would keep the command from staying here until someone looks.</summary>
    private static BasicProperties Properties(IReadOnlyBasicProperties original, IReadOnlyList<string> problems)
    {
        var properties = new BasicProperties(original)
        {
            Persistent = true,
            Headers = new Dictionary<string, object?>(original.Headers ?? new Dictionary<string, object?>())
            {
                [ProblemsHeader] = problems.Cast<object>().ToList(),
            },
        };

        // A user id that is not ours closes the channel. An expiration drops the message. CC and BCC send it elsewhere as well.
        properties.ClearUserId();
        properties.ClearExpiration();
        properties.Headers.Remove("CC");
        properties.Headers.Remove("BCC");
        return properties;
    }

    private async Task<IChannel> ChannelAsync(CancellationToken cancel)
    {
        if (_channel is { IsOpen: true }) return _channel;

        await DisposeAsync();
        _connection = await connector.ConnectOnceAsync("dead commands", cancel);

        // With tracking, publishing returns on the confirm and throws on a nack or a return: right for one at a time.
        return _channel = await _connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), cancel);
    }
}
