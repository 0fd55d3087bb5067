using System.Diagnostics.CodeAnalysis;

namespace Bridge.Protocol.Smpp;

/// <summary>
/// The requests of this side that have no response yet (SMPP v3.4 §2.7). Each has its sequence number, its deadline and its completion, and
/// may hold one of the window's slots. When the session ends, every request without a response is completed. Safe on any thread.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A SemaphoreSlim whose wait handle is never asked for holds nothing to dispose.")]
internal sealed class RequestWindow(int size)
{
    private const uint LastSequence = 0x7FFFFFFF;

    /// <summary>How many timed-out requests still wait for a late response. When there are more, the oldest is dropped.</summary>
    private const int MaxLate = 1_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<uint, PendingRequest> _pending = [];
    private readonly OrderedDictionary<uint, TaskCompletionSource<Pdu>> _late = [];
    private readonly SemaphoreSlim _slots = new(size, size);
    private uint _sequence;
    private bool _wentRound;
    private bool _ended;

    /// <summary>Counts the requests in the window. A bind, unbind or enquire_link is outside it and not counted.</summary>
    public AwaitableCounter Outstanding { get; } = new();

    /// <summary>Takes a slot. The request that is then registered releases it. Without a request, call <see cref="ReleaseSlot"/>.</summary>
    public bool TryTakeSlot() => _slots.Wait(0, CancellationToken.None);

    public Task TakeSlotAsync(CancellationToken cancel) => _slots.WaitAsync(cancel);

    public void ReleaseSlot() => _slots.Release();

    /// <summary>Gives a request its sequence number and makes it pending. Null when the session is over.</summary>
    public PendingRequest? Register(CommandId command, TimeSpan deadline, bool inWindow)
    {
        lock (_gate)
        {
            if (_ended) return null;

            var request = new PendingRequest(NextSequence_NeedsLock(), command, deadline, inWindow);
            _pending.Add(request.Sequence, request);
            if (inWindow) Outstanding.Add();
            return request;
        }
    }

    /// <summary>The sequence number of a request that gets no response.</summary>
    public uint NextSequence()
    {
        lock (_gate) return NextSequence_NeedsLock();
    }

    /// <summary>
    /// Finds the request that a response belongs to, by sequence number and by command, and removes it. A generic_nack belongs to a request
    /// of any command (§4.3). Null when there is none.
    /// </summary>
    public PendingRequest? Match(Pdu response)
    {
        lock (_gate)
        {
            if (_pending.TryGetValue(response.Sequence, out var request)
                && (response.Command == request.ResponseCommand || response.Command == CommandId.GenericNack))
            {
                _pending.Remove(response.Sequence);
                return request;
            }

            return null;
        }
    }

    /// <summary>Whether a sequence number belongs to a request of this side that is no longer pending.</summary>
    public bool WasUsed(uint sequence)
    {
        lock (_gate)
        {
            return sequence is >= 1 and <= LastSequence && (_wentRound || sequence <= _sequence) && !_pending.ContainsKey(sequence);
        }
    }

    public void Complete(PendingRequest request, Pdu response) =>
        Finish(request, new RequestOutcome(RequestResult.Answered, response));

    /// <summary>Times out the requests whose deadline has come.</summary>
    public void Expire(TimeSpan now)
    {
        List<(PendingRequest Request, Task<Pdu>? Late)>? expired = null;
        lock (_gate)
        {
            foreach (var request in _pending.Values)
            {
                if (now >= request.Deadline)
                {
                    (expired ??= []).Add((request, request.InWindow ? AwaitLate_NeedsLock(request.Sequence) : null));
                }
            }

            foreach (var (request, _) in expired ?? []) _pending.Remove(request.Sequence);
        }

        foreach (var (request, late) in expired ?? []) Finish(request, new RequestOutcome(RequestResult.TimedOut, null) { Late = late });
    }

    /// <summary>Completes <see cref="RequestOutcome.Late"/> of a timed-out request, if the response belongs to one.</summary>
    public void CompleteLate(Pdu response)
    {
        TaskCompletionSource<Pdu>? late;
        lock (_gate)
        {
            if (!_late.Remove(response.Sequence, out late)) return;
        }

        late.TrySetResult(response);
    }

    /// <summary>Takes back a request that could not be encoded or appended.</summary>
    public void Withdraw(PendingRequest request)
    {
        lock (_gate)
        {
            if (!_pending.Remove(request.Sequence)) return;
        }

        Finish(request, new RequestOutcome(RequestResult.NotWritten, null));
    }

    /// <summary>Ends the session: completes every pending request.</summary>
    /// <param name="octetsWritten">Octets whose write had begun. A request that begins after them was never written.</param>
    public void End(long octetsWritten)
    {
        List<PendingRequest> unanswered;
        lock (_gate)
        {
            _ended = true;
            unanswered = [.. _pending.Values];
            _pending.Clear();
            foreach (var late in _late.Values) late.TrySetCanceled();
            _late.Clear();
        }

        foreach (var request in unanswered)
        {
            var result = request.Position >= octetsWritten ? RequestResult.NotWritten : RequestResult.SessionLost;
            Finish(request, new RequestOutcome(result, null));
        }
    }

    /// <summary>Makes the next sequence number the one after this. For tests of the wrap.</summary>
    internal void StartAfter(uint sequence) => _sequence = sequence;

    /// <summary>Counts from 1 to 0x7FFFFFFF and begins again (§5.1.4). Skips a number that is still pending after a whole round.</summary>
    private uint NextSequence_NeedsLock()
    {
        do
        {
            _wentRound |= _sequence >= LastSequence;
            _sequence = _sequence >= LastSequence ? 1 : _sequence + 1;
        }
        while (_pending.ContainsKey(_sequence));
        return _sequence;
    }

    private Task<Pdu> AwaitLate_NeedsLock(uint sequence)
    {
        if (_late.Count >= MaxLate)
        {
            _late.GetAt(0).Value.TrySetCanceled();
            _late.RemoveAt(0);
        }

        return (_late[sequence] = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    private void Finish(PendingRequest request, RequestOutcome outcome)
    {
        if (request.InWindow)
        {
            Outstanding.Subtract();
            _slots.Release();
        }

        request.SetResult(outcome);
    }
}

/// <summary>
/// One request without a response yet. Whoever awaits it continues on another thread, so that the read loop is not held up.
/// </summary>
internal sealed class PendingRequest(uint sequence, CommandId command, TimeSpan deadline, bool inWindow)
    : TaskCompletionSource<RequestOutcome>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public uint Sequence => sequence;

    public CommandId ResponseCommand => command.ToResponse();

    public TimeSpan Deadline => deadline;

    public bool InWindow => inWindow;

    /// <summary>The position of its first octet in all that the session sends. Past the end until it is appended.</summary>
    public long Position { get; set; } = long.MaxValue;
}
