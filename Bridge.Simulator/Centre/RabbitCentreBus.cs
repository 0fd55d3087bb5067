using System.Threading.Channels;
using Bridge.Protocol.Centre;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Bridge.Simulator.Centre;

/// <summary>
/// RabbitMQ (contract §3): consumes centre.events, publishes to bridge.commands. It declares nothing: the bridge declares its queues and
/// exchanges, and this waits for them.
/// </summary>
public sealed class RabbitCentreBus : ICentreBus
{
    private const string Events = "centre.events";
    private const string Commands = "bridge.commands";
    private const string Source = "/centre/simulator";

    /// <summary>How many events may be unacknowledged; acknowledged in batches of half as many.</summary>
    private const ushort Prefetch = 1_000;

    private readonly ConnectionFactory _factory;
    private readonly TimeProvider _time;
    private readonly Backoff _backoff;
    private readonly SemaphoreSlim _publishing = new(1, 1);
    private Session? _session;
    private ulong _returned;
    private ulong _acknowledged;

    public RabbitCentreBus(Uri uri, TimeProvider time)
    {
        // No recovery by the library: it would return events whose acknowledgement belongs to a channel that is gone.
        _factory = new ConnectionFactory { Uri = uri, AutomaticRecoveryEnabled = false, ClientProvidedName = "bridge-sim centre" };
        _time = time;
        _backoff = new Backoff(time);
    }

    public async Task ConnectAsync(CancellationToken cancel)
    {
        while (Volatile.Read(ref _session) is null)
        {
            try
            {
                Volatile.Write(ref _session, await Session.OpenAsync(_factory, cancel));
                _returned = _acknowledged = 0;
                _backoff.Reset();
            }
            catch (Exception fault) when (IsOutage(fault))
            {
                await _backoff.WaitAsync(cancel);
            }
        }
    }

    public async ValueTask<ReadOnlyMemory<byte>> NextAsync(CancellationToken cancel)
    {
        while (true)
        {
            await ConnectAsync(cancel);
            var session = _session!;
            try
            {
                if (_returned > _acknowledged && (_returned - _acknowledged >= Prefetch / 2 || session.Arrived.Count == 0))
                {
                    await session.Consuming.BasicAckAsync(_returned, multiple: true, cancel);
                    _acknowledged = _returned;
                }

                var (tag, json) = await session.Arrived.ReadAsync(cancel);
                _returned = tag;
                return json;
            }
            catch (Exception fault) when (fault is ChannelClosedException || IsOutage(fault))
            {
                await DropAsync(session);
            }
        }
    }

    public async Task<IReadOnlyList<string>> SendAsync(Command command, CancellationToken cancel)
    {
        var json = CloudEvent.WriteCommand(command, Source, _time.GetUtcNow());
        var properties = new BasicProperties
        {
            MessageId = command.Id,
            Type = CloudEvent.TypePrefix + command.CommandName,
            ContentType = CloudEvent.ContentType,
            DeliveryMode = DeliveryModes.Persistent,
        };
        var backoff = new Backoff(_time);
        await _publishing.WaitAsync(cancel);
        try
        {
            while (true)
            {
                if (await TryPublishAsync(command.CommandName, properties, json, cancel)) return [];
                await backoff.WaitAsync(cancel);
            }
        }
        finally
        {
            _publishing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_session is { } session) await session.DisposeAsync();
        _publishing.Dispose();
    }

    private async Task<bool> TryPublishAsync(string routingKey, BasicProperties properties, byte[] json, CancellationToken cancel)
    {
        // Only the reader reconnects; a sender waits for it.
        if (Volatile.Read(ref _session) is not { } session) return false;
        try
        {
            // Returns when the broker has confirmed; throws when the broker returned the message as unroutable or refused it.
            await session.Publishing.BasicPublishAsync(Commands, routingKey, mandatory: true, properties, json, cancel);
            return true;
        }
        catch (Exception fault) when (IsOutage(fault))
        {
            return false;
        }
    }

    private async Task DropAsync(Session session)
    {
        Interlocked.CompareExchange(ref _session, null, session);
        await session.DisposeAsync();
    }

    private static bool IsOutage(Exception fault) =>
        fault is BrokerUnreachableException or OperationInterruptedException or AlreadyClosedException or PublishException
            or IOException or TimeoutException or ObjectDisposedException;

    /// <summary>One connection with its two channels; when one of them ends, the whole is opened again.</summary>
    private sealed class Session(IConnection connection, IChannel consuming, IChannel publishing) : IAsyncDisposable
    {
        private readonly Channel<(ulong Tag, byte[] Json)> _arrived = Channel.CreateBounded<(ulong, byte[])>(Prefetch);

        public IChannel Consuming => consuming;

        public IChannel Publishing => publishing;

        public ChannelReader<(ulong Tag, byte[] Json)> Arrived => _arrived.Reader;

        public static async Task<Session> OpenAsync(ConnectionFactory factory, CancellationToken cancel)
        {
            var connection = await factory.CreateConnectionAsync(cancel);
            try
            {
                var consuming = await connection.CreateChannelAsync(cancellationToken: cancel);
                await consuming.BasicQosAsync(0, Prefetch, global: false, cancel);
                var publishing = await connection.CreateChannelAsync(
                    new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), cancel);
                var session = new Session(connection, consuming, publishing);
                await session.ConsumeAsync(cancel);
                return session;
            }
            catch
            {
                await connection.DisposeAsync();
                throw;
            }
        }

        public async ValueTask DisposeAsync()
        {
            _arrived.Writer.TryComplete();
            await connection.DisposeAsync();
        }

        private async Task ConsumeAsync(CancellationToken cancel)
        {
            var consumer = new AsyncEventingBasicConsumer(consuming);

            // Never waits: the channel has room for the whole prefetch. The body is the library's buffer, valid only during the call.
            consumer.ReceivedAsync += async (_, delivery) =>
                await _arrived.Writer.WriteAsync((delivery.DeliveryTag, delivery.Body.ToArray()));
            consuming.ChannelShutdownAsync += (_, _) =>
            {
                _arrived.Writer.TryComplete();
                return Task.CompletedTask;
            };
            await consuming.BasicConsumeAsync(Events, autoAck: false, consumer, cancel);
        }
    }
}
