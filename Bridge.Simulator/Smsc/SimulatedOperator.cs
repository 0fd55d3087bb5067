using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Bridge.Protocol.Smpp;

namespace Bridge.Simulator.Smsc;

/// <summary>What became of a deliver_sm in the end.</summary>
/// <param name="Transmissions">How often it went out; more than 1 when answers were lost or it was refused at first.</param>
/// <param name="Took">The last transmission alone, deliver_sm to deliver_sm_resp.</param>
public readonly record struct Delivery(int Transmissions, TimeSpan Took);

/// <summary>
/// An operator's SMSC for tests, demo and load: listens, accepts binds, hands texts to whoever is bound to receive and keeps each until it
/// is answered ESME_ROK, answers submit_sm, returns receipts. Everything it opens it closes on <see cref="DisposeAsync"/>.
/// </summary>
public sealed class SimulatedOperator : IAsyncDisposable
{
    private readonly TimeProvider _time;
    private readonly Action<OperatorEvent>? _onEvent;
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Task, byte> _running = new();
    private readonly Lock _lock = new();
    private ImmutableArray<OperatorLink> _receivers = [];
    private TaskCompletionSource _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ulong _lastMessage;
    private int _turn;
    private int _deliveries;

    /// <summary>Listens from here on. <paramref name="onEvent"/> is called on the session's threads.</summary>
    /// <exception cref="SocketException">The port is taken.</exception>
    public SimulatedOperator(OperatorSettings settings, TimeProvider time, Action<OperatorEvent>? onEvent = null)
    {
        Settings = settings;
        _time = time;
        _onEvent = onEvent;
        _listener = new TcpListener(settings.Listen, settings.Port);
        _listener.Start();
        Track(AcceptAsync(_stop.Token));
    }

    public OperatorSettings Settings { get; }

    public FullInboxes FullInboxes { get; } = new();

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Binds that may get deliver_sm now.</summary>
    public int Receivers => _receivers.Length;

    /// <summary>Completes when a bind is there that may get deliver_sm.</summary>
    public async Task WaitForReceiverAsync(CancellationToken cancel) => await ReceiverAsync(systemId: null, cancel);

    /// <summary>
    /// Sends a text or a receipt until it is answered ESME_ROK, as an SMSC does: over the bound receivers in turn; the same content again
    /// when the connection is lost, when no answer comes within ResponseTimeout, and RetryAfter after any refusal.
    /// </summary>
    /// <param name="systemId">Only to binds of this system_id; null to any.</param>
    public async Task<Delivery> DeliverAsync(DeliverSm pdu, string? systemId, CancellationToken cancel)
    {
        for (var transmission = 1; ; transmission++)
        {
            var link = await ReceiverAsync(systemId, cancel);
            var began = _time.GetTimestamp();
            var outcome = await link.Session.RequestAsync(pdu, cancel);
            if (outcome is { Result: RequestResult.Answered, Response: { Status: CommandStatus.Ok } and not GenericNack })
            {
                return new Delivery(transmission, _time.GetElapsedTime(began));
            }

            cancel.ThrowIfCancellationRequested();
            Tell(new DeliverRepeated(Settings.Name, outcome switch
            {
                { Response: { } refusal } => refusal.Status.SpecName(),
                { Result: RequestResult.TimedOut } => "no answer",
                _ => "connection lost",
            }));
            if (outcome.Result == RequestResult.Answered) await Task.Delay(Settings.RetryAfter, _time, cancel);
            else if (outcome.Result != RequestResult.TimedOut) Leave(link, end: null);
        }
    }

    /// <summary>
    /// A person's text: like <see cref="DeliverAsync"/>, and twice when it is the turn of <see cref="Misbehaviour.DuplicateEvery"/>.
    /// </summary>
    public async Task<Delivery> DeliverTextAsync(DeliverSm text, CancellationToken cancel)
    {
        var delivery = await DeliverAsync(text, systemId: null, cancel);
        var every = Settings.Misbehaviour.DuplicateEvery;
        if (every > 0 && Interlocked.Increment(ref _deliveries) % every == 0)
        {
            Tell(new DeliverRepeated(Settings.Name, "on request"));
            await DeliverAsync(text, systemId: null, cancel);
        }

        return delivery;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running.Keys);
        _listener.Dispose();
        _stop.Dispose();
    }

    internal (ulong Number, string Text) NextMessageId()
    {
        var number = Interlocked.Increment(ref _lastMessage);
        return (number, Receipt.IdOf(number, Settings.IdFormat));
    }

    internal async Task ReturnReceiptAsync(TakenMessage message, CancellationToken cancel)
    {
        // Bits 1 and 0: 1 asks for a receipt of success or failure (SMPP v3.4 §5.2.17).
        if (Settings.Receipts is not { } receipts || (message.Submit.RegisteredDelivery & 0x03) == 0) return;

        if (!Settings.Misbehaviour.ReceiptBeforeResponse) await Task.Delay(receipts.After, _time, cancel);
        var id = Receipt.IdOf(message.Number, receipts.IdFormat ?? Settings.IdFormat);
        var noRoom = FullInboxes.Of(message.Submit.Destination.Value) is not null;
        var state = noRoom ? MessageState.Undeliverable : receipts.State;
        await DeliverAsync(Receipt.For(message, id, receipts with { State = state }, noRoom, _time.GetUtcNow()), message.SystemId, cancel);
        Tell(new ReceiptReturned(Settings.Name, id, state, CommandStatus.Ok));
    }

    internal void Tell(OperatorEvent happened) => _onEvent?.Invoke(happened);

    internal void Join(OperatorLink link)
    {
        Tell(new LinkBound(Settings.Name, link.SystemId!, link.Mode));
        if (!link.Receives) return;

        TaskCompletionSource joined;
        lock (_lock)
        {
            _receivers = _receivers.Add(link);
            joined = _joined;
            _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        joined.SetResult();
    }

    /// <param name="end">Null while the session has not ended yet but is of no use any more.</param>
    internal void Leave(OperatorLink link, SessionEnd? end)
    {
        lock (_lock) _receivers = _receivers.Remove(link);
        if (end is not null) Tell(new LinkEnded(Settings.Name, end));
    }

    /// <summary>Work that <see cref="DisposeAsync"/> waits for.</summary>
    internal void Track(Task work)
    {
        var guarded = GuardAsync(work);
        if (guarded.IsCompleted) return;
        _running[guarded] = 0;
        _ = guarded.ContinueWith(done =>
            _running.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task GuardAsync(Task work)
    {
        try
        {
            await work;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Stopped on request: nothing is owed to anyone any more.
        }
        catch (Exception broken)
        {
            Tell(new OperatorBroke(Settings.Name, broken));
        }
    }

    private async Task AcceptAsync(CancellationToken cancel)
    {
        while (true)
        {
            var socket = await _listener.AcceptSocketAsync(cancel);
            socket.NoDelay = true;
            var stream = new BadWeather(new NetworkStream(socket, ownsSocket: true), Settings.Misbehaviour.ChopOctets);
            Track(Settings.Misbehaviour.Hang == HangAt.Connection
                ? HoldAsync(stream, cancel)
                : new OperatorLink(this, stream, _time).RunAsync(cancel));
        }
    }

    private async Task HoldAsync(BadWeather stream, CancellationToken cancel)
    {
        await using (stream) await Task.Delay(Timeout.InfiniteTimeSpan, _time, cancel);
    }

    private async ValueTask<OperatorLink> ReceiverAsync(string? systemId, CancellationToken cancel)
    {
        while (true)
        {
            Task joined;
            ImmutableArray<OperatorLink> receivers;
            lock (_lock)
            {
                joined = _joined.Task;
                receivers = _receivers;
            }

            var turn = (uint)Interlocked.Increment(ref _turn);
            for (var i = 0; i < receivers.Length; i++)
            {
                var link = receivers[(int)((turn + (uint)i) % (uint)receivers.Length)];
                if (systemId is null || link.SystemId == systemId) return link;
            }

            await joined.WaitAsync(cancel);
        }
    }
}
