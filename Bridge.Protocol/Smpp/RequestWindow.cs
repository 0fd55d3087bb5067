using System.Diagnostics.CodeAnalysis;

namespace Bridge.Protocol.Smpp;

/// <summary>
/// Our requests that the peer has not answered (SMPP v3.4 §2.7): for each its sequence number, its deadline, its completion and whether it
/// holds one of the window's slots. Any thread. When the session ends everything unanswered is handed back, so nothing is forgotten.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A SemaphoreSlim whose wait handle is never asked for holds nothing to dispose.")]
internal sealed class RequestWindow(int size)
{
    private const uint LastSequence = 0x7FFFFFFF;

    /// <summary>Requests given up whose answer is still told when it comes; the oldest makes room.</summary>
    private const int MostLate = 1_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<uint, PendingRequest> _pending = [];
    private readonly OrderedDictionary<uint, TaskCompletionSource<Pdu>> _late = [];
    private readonly SemaphoreSlim _slots = new(size, size);
    private uint _sequence;
    private bool _wentRound;
    private bool _ended;

    /// <summary>Requests in the window; our own enquire_link, bind and unbind are not counted.</summary>
    public AwaitableCounter Outstanding { get; } = new();

    /// <summary>Takes a slot; the request that is then opened gives it back, or <see cref="Leave"/> does when none is.</summary>
    public bool TryEnter() => _slots.Wait(0, CancellationToken.None);

    public Task EnterAsync(CancellationToken cancel) => _slots.WaitAsync(cancel);

    public void Leave() => _slots.Release();

    /// <summary>Numbers a request and waits for its answer from now on; null when the session is over.</summary>
    public PendingRequest? Open(CommandId command, TimeSpan deadline, bool inWindow)
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

    /// <summary>A number for a request that has no response.</summary>
    public uint NextSequence()
    {
        lock (_gate) return NextSequence_NeedsLock();
    }

    /// <summary>
    /// The request that a response answers, by sequence number and by command; a generic_nack answers any command (§4.3). Else null.
    /// </summary>
    public PendingRequest? Match(Pdu response)
    {
        lock (_gate)
        {
            if (_pending.TryGetValue(response.Sequence, out var request)
                && (response.Command == request.Answer || response.Command == CommandId.GenericNack))
            {
                _pending.Remove(response.Sequence);
                return request;
            }

            return null;
        }
    }

    /// <summary>Whether a response that matches nothing bears a number that a request of ours had and that waits no more.</summary>
    public bool HasGivenOut(Pdu response)
    {
        lock (_gate)
        {
            var sequence = response.Sequence;
            return sequence is >= 1 and <= LastSequence && (_wentRound || sequence <= _sequence) && !_pending.ContainsKey(sequence);
        }
    }

    public void Answer(PendingRequest request, Pdu response) => Finish(request, new RequestOutcome(RequestResult.Answered, response));

    /// <summary>Gives up what is past its deadline.</summary>
    public void Expire(TimeSpan now)
    {
        List<(PendingRequest Request, Task<Pdu>? Late)>? expired = null;
        lock (_gate)
        {
            foreach (var request in _pending.Values)
            {
                if (now >= request.Deadline)
                {
                    (expired ??= []).Add((request, request.InWindow ? ListenOn_NeedsLock(request.Sequence) : null));
                }
            }

            foreach (var (request, _) in expired ?? []) _pending.Remove(request.Sequence);
        }

        foreach (var (request, late) in expired ?? []) Finish(request, new RequestOutcome(RequestResult.TimedOut, null) { Late = late });
    }

    /// <summary>Hands an answer that matched nothing to whoever gave up waiting for it, if anybody did.</summary>
    public void AnswerLate(Pdu response)
    {
        TaskCompletionSource<Pdu>? late;
        lock (_gate)
        {
            if (!_late.Remove(response.Sequence, out late)) return;
        }

        late.TrySetResult(response);
    }

    /// <summary>Takes back a request that could not be encoded or queued.</summary>
    public void Withdraw(PendingRequest request)
    {
        lock (_gate)
        {
            if (!_pending.Remove(request.Sequence)) return;
        }

        Finish(request, new RequestOutcome(RequestResult.NotWritten, null));
    }

    /// <param name="handed">Octets given to the connection: a request that lies wholly past them was never written.</param>
    public void End(long handed)
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
            var result = request.Position >= handed ? RequestResult.NotWritten : RequestResult.SessionLost;
            Finish(request, new RequestOutcome(result, null));
        }
    }

    /// <summary>Numbers start after this one. For tests of the wrap.</summary>
    internal void StartAfter(uint sequence) => _sequence = sequence;

    /// <summary>From 1 to 0x7FFFFFFF and round again (§5.1.4). A number still unanswered after a whole round is passed over.</summary>
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

    private Task<Pdu> ListenOn_NeedsLock(uint sequence)
    {
        if (_late.Count >= MostLate)
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

/// <summary>One request on its way. Its waiters run apart from the read loop, which must not be held up by them.</summary>
internal sealed class PendingRequest(uint sequence, CommandId command, TimeSpan deadline, bool inWindow)
    : TaskCompletionSource<RequestOutcome>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public uint Sequence => sequence;

    public CommandId Answer => command.ToResponse();

    public TimeSpan Deadline => deadline;

    public bool InWindow => inWindow;

    /// <summary>Where its first octet lies in all that the session sends; past all of it until it is queued.</summary>
    public long Position { get; set; } = long.MaxValue;
}
