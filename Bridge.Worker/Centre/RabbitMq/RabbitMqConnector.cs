using Bridge.Worker.Configuration;
using Polly;
using Polly.Retry;
using RabbitMQ.Client;

namespace Bridge.Worker.Centre.RabbitMq;

/// <summary>
/// Opens connections, and tries until one stands. The client's own recovery stays off: it brings back sockets and topology, but not what
/// was published and not confirmed. The outbox does, so a lost connection is simply replaced.
/// </summary>
internal sealed class RabbitMqConnector
{
    private static readonly TimeSpan AmqpHeartbeat = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MinPause = TimeSpan.FromMilliseconds(250);

    /// <summary>A broker that is back must not wait long for what was stored meanwhile.</summary>
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(5);

    private readonly ConnectionFactory _factory;
    private readonly TimeProvider _time;

    public RabbitMqConnector(BridgePlan plan, TimeProvider time)
    {
        _time = time;
        _factory = new ConnectionFactory
        {
            Uri = plan.Bus.Uri ?? throw new ArgumentException("The bus has no URI", nameof(plan)),
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,
            RequestedHeartbeat = AmqpHeartbeat,
            RequestedConnectionTimeout = ConnectTimeout,
            ClientProvidedName = plan.NodeName,
        };
    }

    /// <summary>One attempt: a connection on which the whole topology stands. The caller disposes of it.</summary>
    /// <param name="purpose">Shown in the broker's list of connections.</param>
    public async Task<IConnection> ConnectOnceAsync(string purpose, CancellationToken cancel)
    {
        var connection = await _factory.CreateConnectionAsync($"{_factory.ClientProvidedName} {purpose}", cancel);
        try
        {
            await RabbitMqTopology.DeclareAsync(connection, cancel);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Tries until it succeeds or is cancelled: exponential from 250 ms to 5 s, with jitter.</summary>
    /// <param name="failed">Called after every failed attempt, with its cause in words.</param>
    public async Task<IConnection> ConnectAsync(string purpose, Action<string> failed, CancellationToken cancel)
    {
        var retry = new ResiliencePipelineBuilder<IConnection> { TimeProvider = _time }
            .AddRetry(new RetryStrategyOptions<IConnection>
            {
                ShouldHandle = new PredicateBuilder<IConnection>().Handle<Exception>(_ => !cancel.IsCancellationRequested),
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = MinPause,
                MaxDelay = MaxPause,
                OnRetry = attempt =>
                {
                    failed(Describe(attempt.Outcome.Exception));
                    return default;
                },
            })
            .Build();
        return await retry.ExecuteAsync(async token => await ConnectOnceAsync(purpose, token), cancel);
    }

    /// <summary>The innermost cause. The client's own messages name hosts and ports, never credentials.</summary>
    public static string Describe(Exception? fault)
    {
        while (fault?.InnerException is { } inner) fault = inner;
        return fault is null ? "no cause given" : $"{fault.GetType().Name}: {fault.Message}";
    }
}
