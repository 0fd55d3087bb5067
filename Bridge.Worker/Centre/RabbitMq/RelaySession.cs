using System.Threading.Channels;
using Bridge.Protocol.Centre;
using Bridge.Worker.Store;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Bridge.Worker.Centre.RabbitMq;

/// <summary>
/// Publishes the outbox over one connection, in order, until that connection fails or the broker refuses an event. The next session begins
/// again after the cursor, with the same ids. Publishing stops with the first refusal, so that nothing more overtakes what was refused.
/// </summary>
/// <param name="works">Called once, when the broker has confirmed an event or nothing had to be published.</param>
internal sealed class RelaySession(
    IConnection connection, IOutbox outbox, RabbitMqStatus status, ForwardLatency latency, TimeProvider time, ILogger logger, Action works)
    : IDisposable
{
    public const string Bus = "rabbitmq";

    /// <summary>Events in flight. It bounds what the broker sees twice after a lost connection.</summary>
    private const int Window = 512;
    private const int Batch = 256;

    /// <summary>A confirm normally takes milliseconds; a quorum queue without its majority gives none.</summary>
    private static readonly TimeSpan ConfirmWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WatchEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StorePause = TimeSpan.FromSeconds(1);

    private readonly ConfirmWindow _window = new(Window);
    private readonly Channel<bool> _cursorMoved = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile TaskCompletionSource _unblocked = Done();
    private long _unblockedAt;
    private long _confirmed;
    private int _works;

    /// <summary>Runs until the session ends; throws when it is cancelled or the outbox cannot be read.</summary>
    /// <returns>Why it ended, in words.</returns>
    public async Task<string> RunAsync(CancellationToken cancel)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        connection.ConnectionShutdownAsync += OnConnectionShutdownAsync;
        connection.ConnectionBlockedAsync += OnBlockedAsync;
        connection.ConnectionUnblockedAsync += OnUnblockedAsync;

        // The client could tell a return from a confirm for us, but the limiter that this needs slows down to 130 messages a second.
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: false,
                outstandingPublisherConfirmationsRateLimiter: null),
            ending.Token);
        channel.ChannelShutdownAsync += OnChannelShutdownAsync;
        channel.BasicAcksAsync += OnAckAsync;
        channel.BasicNacksAsync += OnNackAsync;
        channel.BasicReturnAsync += OnReturnAsync;

        Task[] work = [PublishAsync(channel, ending.Token), StoreCursorAsync(ending.Token), WatchConfirmsAsync(ending.Token)];
        var first = await Task.WhenAny([_ended.Task, .. work]);
        _window.Break();
        await ending.CancelAsync();
        await Task.WhenAll(work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (_ended.Task.IsCompleted) return await _ended.Task;

        // It failed, or all were cancelled. The others were cancelled because of it and would only say that.
        await first;
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
                if (_window.OldestSince is null) OnWorks();
                await outbox.WaitForNewerAsync(last, cancel);
            }

            foreach (var next in batch)
            {
                await _unblocked.Task.WaitAsync(cancel);
                await _window.WaitForRoomAsync(cancel);
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
    private async Task StoreCursorAsync(CancellationToken cancel)
    {
        await foreach (var _ in _cursorMoved.Reader.ReadAllAsync(cancel))
        {
            try
            {
                await outbox.AdvanceAsync(Bus, Volatile.Read(ref _confirmed), cancel);
            }
            catch (Exception fault) when (!cancel.IsCancellationRequested)
            {
                RabbitMqLog.CursorNotStored(logger, fault);
                await Task.Delay(StorePause, time, cancel);
                _cursorMoved.Writer.TryWrite(true);
            }
        }
    }

    private async Task WatchConfirmsAsync(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(WatchEvery, time);
        while (await timer.WaitForNextTickAsync(cancel))
        {
            if (_unblocked.Task.IsCompleted && _window.OldestSince is { } since
                && time.GetElapsedTime(Math.Max(since, Volatile.Read(ref _unblockedAt))) > ConfirmWithin)
            {
                _ended.TrySetResult("no confirm within 30 s");
            }
        }
    }

    private Task OnAckAsync(object sender, BasicAckEventArgs ack)
    {
        var left = _window.Confirm(ack.DeliveryTag, ack.Multiple);
        if (left.Count == 0) return Task.CompletedTask;

        OnWorks();
        foreach (var confirmed in left) latency.Record(confirmed);
        Volatile.Write(ref _confirmed, left[^1].Sequence);
        _cursorMoved.Writer.TryWrite(true);
        return Task.CompletedTask;
    }

    private Task OnNackAsync(object sender, BasicNackEventArgs nack)
    {
        _window.Break();
        return EndAsync("the broker refused an event (basic.nack)");
    }

    private Task OnReturnAsync(object sender, BasicReturnEventArgs returned)
    {
        _window.Break();
        return EndAsync($"no queue is bound for an event (basic.return {returned.ReplyCode})");
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
        // What was outstanding could not be confirmed meanwhile.
        Volatile.Write(ref _unblockedAt, time.GetTimestamp());
        status.Publishing = true;
        RabbitMqLog.Unblocked(logger);
        _unblocked.TrySetResult();
        return Task.CompletedTask;
    }

    private Task OnConnectionShutdownAsync(object sender, ShutdownEventArgs shutdown) =>
        EndAsync($"connection closed, {shutdown.ReplyCode} {shutdown.ReplyText}");

    private Task OnChannelShutdownAsync(object sender, ShutdownEventArgs shutdown) =>
        EndAsync($"channel closed, {shutdown.ReplyCode} {shutdown.ReplyText}");

    private void OnWorks()
    {
        if (Interlocked.Exchange(ref _works, 1) != 0) return;

        // The block may come before the confirm of an event that was published earlier.
        status.Publishing = _unblocked.Task.IsCompleted;
        works();
    }

    private Task EndAsync(string reason)
    {
        _ended.TrySetResult(reason);
        return Task.CompletedTask;
    }

    private static TaskCompletionSource Done()
    {
        var done = new TaskCompletionSource();
        done.SetResult();
        return done;
    }
}
