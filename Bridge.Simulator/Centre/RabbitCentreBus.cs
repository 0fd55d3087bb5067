using System.Threading.Channels;
using Bridge.Protocol.Centre;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Bridge.Simulator.Centre;

/// <summary>
/// RabbitMQ (contract §3): consumes centre.events, publishes to bridge.commands. Declares nothing: queues and exchanges are the bridge's,
/// and are waited for.
/// </summary>
public sealed class RabbitCentreBus : ICentreBus
{
    private const string Events = "centre.events";
    private const string Commands = "bridge.commands";
    private const string Source = "/centre/simulator";

    /// <summary>Also how many events may be handed over unacknowledged; acknowledged in batches of half of it.</summary>
    private const ushort Prefetch = 1_000;

    private readonly ConnectionFactory _factory;
    private readonly TimeProvider _time;
    private readonly Patience _patience;
    private readonly SemaphoreSlim _publishing = new(1, 1);
    private Session? _session;
    private ulong _handedOver;
    private ulong _acknowledged;

    public RabbitCentreBus(Uri uri, TimeProvider time)
    {
        // Recovery is ours: the library's would hand over events whose acknowledgement belongs to a channel that is gone.
        _factory = new ConnectionFactory { Uri = uri, AutomaticRecoveryEnabled = false, ClientProvidedName = "bridge-sim centre" };
        _time = time;
        _patience = new Patience(time);
    }

    public async Task ConnectAsync(CancellationToken cancel)
    {
        while (Volatile.Read(ref _session) is null)
        {
            try
            {
                Volatile.Write(ref _session, await Session.OpenAsync(_factory, cancel));
                _handedOver = _acknowledged = 0;
                _patience.Reset();
            }
            catch (Exception fault) when (IsOutage(fault))
            {
                await _patience.WaitAsync(cancel);
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
                if (_handedOver > _acknowledged && (_handedOver - _acknowledged >= Prefetch / 2 || session.Arrived.Count == 0))
                {
                    await session.Consuming.BasicAckAsync(_handedOver, multiple: true, cancel);
                    _acknowledged = _handedOver;
                }

                var (tag, json) = await session.Arrived.ReadAsync(cancel);
                _handedOver = tag;
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
        var patience = new Patience(_time);
        await _publishing.WaitAsync(cancel);
        try
        {
            while (true)
            {
                if (await TryPublishAsync(command.CommandName, properties, json, cancel)) return [];
                await patience.WaitAsync(cancel);
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
        // The reader reconnects; a sender only waits for it.
        if (Volatile.Read(ref _session) is not { } session) return false;
        try
        {
            // Returns when the broker has confirmed, throws when it returned the message as unroutable or refused it.
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
        fault is BrokerUnreachableException or OperationInterruptedException or AlreadyClosedException or PublishException or IOException
            or TimeoutException
            or ObjectDisposedException;

    /// <summary>One connection with its two channels; gone as a whole.</summary>
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

            // Never full: the prefetch is its capacity. The body is the library's own buffer, valid only during the call.
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
