using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Bridge.Protocol.Smpp;

namespace Bridge.Simulator.Smsc;

/// <summary>What came of a deliver_sm.</summary>
/// <param name="Transmissions">How often it went out; more than 1 when answers were lost or it was refused at first.</param>
/// <param name="Took">The last transmission alone, deliver_sm to deliver_sm_resp.</param>
public readonly record struct Delivery(int Transmissions, TimeSpan Took);

/// <summary>
/// An operator's SMSC for tests, demo and load. It listens, accepts binds, hands texts to the bound receivers and keeps each text until it
/// is answered ESME_ROK, answers submit_sm, and returns receipts. <see cref="DisposeAsync"/> closes everything that it opened.
/// </summary>
public sealed class SimulatedOperator : IAsyncDisposable
{
    private readonly TimeProvider _time;
    private readonly Action<OperatorEvent>? _onEvent;
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Task, byte> _running = new();
    private readonly BoundReceivers _receivers = new();
    private ulong _lastMessage;
    private int _textsDelivered;

    /// <summary>Listens from here on. <paramref name="onEvent"/> is called on the sessions' threads.</summary>
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

    /// <summary>How many binds may get deliver_sm now.</summary>
    public int Receivers => _receivers.Count;

    /// <summary>Completes when there is a bind that may get deliver_sm.</summary>
    public async Task WaitForReceiverAsync(CancellationToken cancel) => await _receivers.NextAsync(systemId: null, cancel);

    /// <summary>
    /// Sends a text or a receipt until it is answered ESME_ROK, as an SMSC does: over the bound receivers in turn; the same content again
    /// when the connection is lost, when no answer comes within ResponseTimeout, and RetryAfter after any refusal.
    /// </summary>
    /// <param name="systemId">Only to binds of this system_id; null: to any.</param>
    public async Task<Delivery> DeliverAsync(DeliverSm pdu, string? systemId, CancellationToken cancel)
    {
        for (var transmission = 1; ; transmission++)
        {
            var link = await _receivers.NextAsync(systemId, cancel);
            var began = _time.GetTimestamp();
            var outcome = await link.Session.RequestAsync(pdu, cancel);
            if (outcome is { Result: RequestResult.Answered, Response: { Status: CommandStatus.Ok } and not GenericNack })
            {
                return new Delivery(transmission, _time.GetElapsedTime(began));
            }

            cancel.ThrowIfCancellationRequested();
            Raise(new DeliverRepeated(Settings.Name, outcome switch
            {
                { Response: { } refusal } => refusal.Status.SpecName(),
                { Result: RequestResult.TimedOut } => "no answer",
                _ => "connection lost",
            }));
            if (outcome.Result == RequestResult.Answered) await Task.Delay(Settings.RetryAfter, _time, cancel);
            else if (outcome.Result != RequestResult.TimedOut) _receivers.Remove(link);
        }
    }

    /// <summary>
    /// Sends a person's text like <see cref="DeliverAsync"/>, and every so-many-th twice (<see cref="Misbehaviour.DuplicateEvery"/>).
    /// </summary>
    public async Task<Delivery> DeliverTextAsync(DeliverSm text, CancellationToken cancel)
    {
        var delivery = await DeliverAsync(text, systemId: null, cancel);
        var every = Settings.Misbehaviour.DuplicateEvery;
        if (every > 0 && Interlocked.Increment(ref _textsDelivered) % every == 0)
        {
            Raise(new DeliverRepeated(Settings.Name, "on request"));
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
        return (number, Receipt.FormatId(number, Settings.IdFormat));
    }

    internal async Task ReturnReceiptAsync(AcceptedMessage message, CancellationToken cancel)
    {
        // Bits 1 and 0: 1 asks for a receipt of success or failure (SMPP v3.4 §5.2.17).
        if (Settings.Receipts is not { } receipts || (message.Submit.RegisteredDelivery & 0x03) == 0) return;

        if (!Settings.Misbehaviour.ReceiptBeforeResponse) await Task.Delay(receipts.After, _time, cancel);
        var id = Receipt.FormatId(message.Number, receipts.IdFormat ?? Settings.IdFormat);
        var isFull = FullInboxes.Find(message.Submit.Destination.Value) is not null;
        var state = isFull ? MessageState.Undeliverable : receipts.State;
        var receipt = Receipt.Create(message, id, receipts with { State = state }, isFull, _time.GetUtcNow());
        await DeliverAsync(receipt, message.SystemId, cancel);
        Raise(new ReceiptReturned(Settings.Name, id, state, CommandStatus.Ok));
    }

    internal void Raise(OperatorEvent operatorEvent) => _onEvent?.Invoke(operatorEvent);

    internal void OnBound(OperatorLink link)
    {
        Raise(new LinkBound(Settings.Name, link.SystemId!, link.Mode));
        if (link.Receives) _receivers.Add(link);
    }

    internal void OnEnded(OperatorLink link, SessionEnd end)
    {
        _receivers.Remove(link);
        Raise(new LinkEnded(Settings.Name, end));
    }

    /// <summary><see cref="DisposeAsync"/> waits for this work; when it fails, <see cref="OperatorFailed"/> says so.</summary>
    internal void Track(Task work)
    {
        var guarded = GuardAsync(work);
        if (guarded.IsCompleted) return;
        _running[guarded] = 0;
        _ = guarded.ContinueWith(
            done => _running.TryRemove(done, out _),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private async Task GuardAsync(Task work)
    {
        try
        {
            await work;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The operator is being disposed.
        }
        catch (Exception fault)
        {
            Raise(new OperatorFailed(Settings.Name, fault));
        }
    }

    private async Task AcceptAsync(CancellationToken cancel)
    {
        while (true)
        {
            var socket = await _listener.AcceptSocketAsync(cancel);
            socket.NoDelay = true;
            var stream = new FaultyStream(new NetworkStream(socket, ownsSocket: true), Settings.Misbehaviour.ChopOctets);
            Track(Settings.Misbehaviour.Hang == HangAt.Connection
                ? HoldOpenAsync(stream, cancel)
                : new OperatorLink(this, stream, _time).RunAsync(cancel));
        }
    }

    private async Task HoldOpenAsync(FaultyStream stream, CancellationToken cancel)
    {
        await using (stream) await Task.Delay(Timeout.InfiniteTimeSpan, _time, cancel);
    }
}
