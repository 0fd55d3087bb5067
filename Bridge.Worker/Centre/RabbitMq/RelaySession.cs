using System.Threading.Channels;
using Bridge.Protocol.Centre;
using Bridge.Worker.Store;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Bridge.Worker.Centre.RabbitMq;

/// <summary>
/// The outbox poured into one connection, in order, until that connection fails or something is refused; then it is over, and the next
/// session begins again after the cursor with the same ids. Publishing stops with the first refusal, so that nothing more overtakes what
/// was refused.
/// </summary>
internal sealed class RelaySession(
    IConnection connection, IOutbox outbox, BusStatus status, ForwardClock forwards, TimeProvider time, ILogger logger, Action works)
        : IDisposable
{
    public const string Bus = "rabbitmq";

    // The outbox is bounded by its disk; this bounds only what a lost connection makes the broker see twice.
    private const int Window = 512;
    private const int Batch = 256;

    /// <summary>A confirm normally takes milliseconds; a quorum queue without its majority gives none at all.</summary>
    private static readonly TimeSpan ConfirmWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WatchEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StorePause = TimeSpan.FromSeconds(1);

    private readonly ConfirmWindow _window = new(Window);
    private readonly Channel<bool> _moved = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly TaskCompletionSource<string> _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile TaskCompletionSource _unblocked = Done();
    private long _unblockedAt;
    private long _confirmed;
    private int _works;

    /// <summary>Whether the broker confirmed anything, or nothing had to be.</summary>
    public bool Worked => Volatile.Read(ref _works) != 0;

    /// <summary>Returns why the session is over; throws only when cancelled or when the outbox cannot be read.</summary>
    public async Task<string> RunAsync(CancellationToken cancel)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        connection.ConnectionShutdownAsync += OnConnectionShutdownAsync;
        connection.ConnectionBlockedAsync += OnBlockedAsync;
        connection.ConnectionUnblockedAsync += OnUnblockedAsync;

        // The client's own tracking would tell a return from a confirm for us, but its limiter slows down to 130 messages a second as it
        // fills.
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: false,
                outstandingPublisherConfirmationsRateLimiter: null),
            ending.Token);
        channel.ChannelShutdownAsync += OnChannelShutdownAsync;
        channel.BasicAcksAsync += OnAckAsync;
        channel.BasicNacksAsync += OnNackAsync;
        channel.BasicReturnAsync += OnReturnAsync;

        Task[] work = [PublishAsync(channel, ending.Token), KeepCursorAsync(ending.Token), WatchAsync(ending.Token)];
        await Task.WhenAny([_over.Task, .. work]);
        _window.Break();
        await ending.CancelAsync();
        await Task.WhenAll(work).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        if (_over.Task.IsCompleted) return await _over.Task;

        // One of them failed by itself, or all were cancelled from outside.
        foreach (var task in work) await task;
        return "ended";
    }

    public void Dispose() => _window.Dispose();

    private async Task PublishAsync(IChannel channel, CancellationToken cancel)
    {
        var last = outbox.Cursor(Bus);
        while (true)
        {
            var batch = outbox.ReadAfter(last, Batch);
            if (batch.Count == 0)
            {
                if (_window.OldestSince is null) Works();
                await outbox.WaitForNewerAsync(last, cancel);
            }

            foreach (var next in batch)
            {
                await _unblocked.Task.WaitAsync(cancel);
                await _window.RoomAsync(cancel);
                _window.Add(next, time.GetTimestamp());
                await channel.BasicPublishAsync(
                    RabbitMqTopology.EventsExchange, next.RoutingKey, mandatory: true, Properties(next), next.Json, cancel);
                last = next.Sequence;
            }
        }
    }

    private static BasicProperties Properties(OutboxEvent published) => new()
    {
        MessageId = published.Id,
        Type = CloudEvent.TypePrefix + published.Name,
        CorrelationId = published.ConversationId,
        Timestamp = new AmqpTimestamp(published.Time.ToUnixTimeSeconds()),
        DeliveryMode = DeliveryModes.Persistent,
        ContentType = CloudEvent.ContentType,
    };

    /// <summary>
    /// Writes the cursor as fast as the store takes it, each time the newest: one write covers all that was confirmed meanwhile.
    /// </summary>
    private async Task KeepCursorAsync(CancellationToken cancel)
    {
        await foreach (var _ in _moved.Reader.ReadAllAsync(cancel))
        {
            try
            {
                await outbox.AdvanceAsync(Bus, Volatile.Read(ref _confirmed), cancel);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                RabbitMqLog.CursorNotStored(logger, fault);
                await Task.Delay(StorePause, time, cancel);
                _moved.Writer.TryWrite(true);
            }
        }
    }

    private async Task WatchAsync(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(WatchEvery, time);
        while (await timer.WaitForNextTickAsync(cancel))
        {
            if (_unblocked.Task.IsCompleted && _window.OldestSince is { } since
                && time.GetElapsedTime(Math.Max(since, Volatile.Read(ref _unblockedAt))) > ConfirmWithin)
            {
                _over.TrySetResult("no confirm within 30 s");
            }
        }
    }

    private Task OnAckAsync(object sender, BasicAckEventArgs ack)
    {
        var left = _window.Acked(ack.DeliveryTag, ack.Multiple);
        if (left.Count == 0) return Task.CompletedTask;

        Works();
        foreach (var confirmed in left) forwards.Forwarded(confirmed);
        Volatile.Write(ref _confirmed, left[^1].Sequence);
        _moved.Writer.TryWrite(true);
        return Task.CompletedTask;
    }

    private Task OnNackAsync(object sender, BasicNackEventArgs nack)
    {
        _window.Break();
        return OverAsync("the broker refused an event (basic.nack)");
    }

    private Task OnReturnAsync(object sender, BasicReturnEventArgs returned)
    {
        _window.Break();
        return OverAsync($"no queue is bound for an event (basic.return {returned.ReplyCode})");
    }

    private Task OnBlockedAsync(object sender, ConnectionBlockedEventArgs blocked)
    {
        if (_unblocked.Task.IsCompleted)
        {
            _unblocked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            status.Publishing = false;
            RabbitMqLog.Blocked(logger, blocked.Reason);
        }

        return Task.CompletedTask;
    }

    private Task OnUnblockedAsync(object sender, AsyncEventArgs unblocked)
    {
        // What was outstanding had no chance to be confirmed meanwhile.
        Volatile.Write(ref _unblockedAt, time.GetTimestamp());
        status.Publishing = true;
        RabbitMqLog.Unblocked(logger);
        _unblocked.TrySetResult();
        return Task.CompletedTask;
    }

    private Task OnConnectionShutdownAsync(object sender, ShutdownEventArgs shutdown) =>
        OverAsync($"connection closed, {shutdown.ReplyCode} {shutdown.ReplyText}");

    private Task OnChannelShutdownAsync(object sender, ShutdownEventArgs shutdown) =>
        OverAsync($"channel closed, {shutdown.ReplyCode} {shutdown.ReplyText}");

    private void Works()
    {
        if (Interlocked.Exchange(ref _works, 1) != 0) return;

        // A confirm of what came before the block may follow it.
        status.Publishing = _unblocked.Task.IsCompleted;
        works();
    }

    private Task OverAsync(string reason)
    {
        _over.TrySetResult(reason);
        return Task.CompletedTask;
    }

    private static TaskCompletionSource Done()
    {
        var done = new TaskCompletionSource();
        done.SetResult();
        return done;
    }
}
