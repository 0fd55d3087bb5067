using Bridge.Worker.Store;

namespace Bridge.Worker.Replies;

/// <summary>
/// Whose turn it is at each operator: first by kind, then by age. The replies to one person keep their order: a reply waits until every
/// earlier one of the same or a higher priority is accepted by an operator, and while any such reply is being written. It does not wait
/// for one whose trouble the centre was told of. So a person who cannot be reached holds up nobody else, nor the centre's next reply. Knows
/// rows and no texts. Any thread.
/// </summary>
internal sealed class ReplyQueue(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, QueuedReply> _byRow = [];
    private readonly Dictionary<string, List<QueuedReply>> _byPerson = [];
    private readonly Dictionary<string, ReadyReplies> _byOperator = [];
    private readonly HashSet<QueuedReply> _toRoute = new(ReferenceEqualityComparer.Instance);
    private TaskCompletionSource _someToRoute = NewSignal();

    /// <summary>
    /// A committed reply of which something is to be written. If it is in the queue already, something about it has changed, and its way is
    /// decided again.
    /// </summary>
    public void Add(Reply reply)
    {
        lock (_gate)
        {
            if (_byRow.TryGetValue(reply.Row, out var known))
            {
                known.HasTrouble |= reply.TroubleTold is not null;
                if (known.State == QueuedState.InHand) known.ChangedInHand = true;
                else MarkToRoute(known);
                Arrange(_byPerson[known.Person]);
                return;
            }

            var queued = QueuedReply.From(reply);
            _byRow.Add(reply.Row, queued);
            if (!_byPerson.TryGetValue(queued.Person, out var others)) _byPerson.Add(queued.Person, others = []);
            others.Insert(others.FindLastIndex(other => other.Row < queued.Row) + 1, queued);
            ReadyAt(queued.Operator).All.Add(queued);
            if (reply.NotBefore - time.GetUtcNow() is { } wait && wait > TimeSpan.Zero) StartRest(queued, wait);
            else SetState(queued, QueuedState.Waiting);
        }
    }

    /// <summary>Completes when a reply can have this operator's turn.</summary>
    public Task WhenReadyAsync(string operatorName, CancellationToken cancel)
    {
        lock (_gate) return ReadyAt(operatorName).WhenAny.WaitAsync(cancel);
    }

    /// <summary>Completes when the way of a reply has to be decided again.</summary>
    public Task WhenToRouteAsync(CancellationToken cancel)
    {
        lock (_gate) return _someToRoute.Task.WaitAsync(cancel);
    }

    /// <summary>Takes the reply that matters most. It is in hand until it is given back, put to rest or removed.</summary>
    /// <returns>Null: none may have this operator's turn.</returns>
    public QueuedReply? Take(string operatorName)
    {
        lock (_gate)
        {
            if (ReadyAt(operatorName).Next is not { } next) return null;
            TakeInHand(next);
            return next;
        }
    }

    /// <summary>Takes the replies whose way has to be decided again, the oldest first.</summary>
    public IReadOnlyList<QueuedReply> TakeToRoute(int atMost)
    {
        lock (_gate)
        {
            List<QueuedReply> some = [.. _toRoute.OrderBy(reply => reply.Row).Take(atMost)];
            foreach (var reply in some) TakeInHand(reply);
            return some;
        }
    }

    /// <summary>Takes the replies whose validity is over, except those that are in hand already.</summary>
    public IReadOnlyList<QueuedReply> TakeExpired(DateTimeOffset now)
    {
        lock (_gate)
        {
            List<QueuedReply> expired = [.. _byRow.Values.Where(reply => reply.ValidUntil <= now && reply.State != QueuedState.InHand)];
            foreach (var reply in expired) TakeInHand(reply);
            return expired;
        }
    }

    /// <summary>It waits for its next turn.</summary>
    /// <param name="operatorName">Whose turn; it may be another operator than before.</param>
    public void GiveBack(QueuedReply reply, string operatorName)
    {
        lock (_gate)
        {
            if (!_byRow.ContainsKey(reply.Row)) return;
            ReadyAt(reply.Operator).Remove(reply);
            reply.Operator = operatorName;
            ReadyAt(operatorName).All.Add(reply);
            SetState(reply, QueuedState.Waiting);
        }
    }

    /// <summary>A try was in vain: it may have no turn for a time.</summary>
    public void Rest(QueuedReply reply, TimeSpan wait)
    {
        lock (_gate)
        {
            if (_byRow.ContainsKey(reply.Row)) StartRest(reply, wait);
        }
    }

    /// <summary>Its rest is over, if it rests.</summary>
    public void Wake(long row)
    {
        lock (_gate)
        {
            if (_byRow.TryGetValue(row, out var reply) && reply.State == QueuedState.Resting) SetState(reply, QueuedState.Waiting);
        }
    }

    /// <summary>The centre was told of its trouble: later replies to the same person need not wait for it.</summary>
    public void MarkTrouble(long row)
    {
        lock (_gate)
        {
            if (!_byRow.TryGetValue(row, out var reply) || reply.HasTrouble) return;
            reply.HasTrouble = true;
            Arrange(_byPerson[reply.Person]);
        }
    }

    /// <summary>Nothing of it is to be written any more. It stays if something about it changed while it was in hand.</summary>
    public void Remove(QueuedReply reply)
    {
        lock (_gate)
        {
            if (reply.ChangedInHand)
            {
                reply.ChangedInHand = false;
                SetState(reply, QueuedState.Waiting);
                MarkToRoute(reply);
                return;
            }

            if (!_byRow.Remove(reply.Row)) return;
            reply.StopRest();
            UnmarkToRoute(reply);
            ReadyAt(reply.Operator).Remove(reply);
            var others = _byPerson[reply.Person];
            others.Remove(reply);
            if (others.Count == 0) _byPerson.Remove(reply.Person);
            else Arrange(others);
        }
    }

    /// <summary>The operators for whose turn a reply is ready.</summary>
    public IReadOnlyList<string> OperatorsWaitedFor()
    {
        lock (_gate) return [.. _byOperator.Where(ready => ready.Value.Next is not null).Select(ready => ready.Key)];
    }

    /// <summary>How many replies each operator has to take, by kind, and when the oldest of them was created.</summary>
    public IReadOnlyList<(string Operator, OutboundKind Kind, int Count, DateTimeOffset Oldest)> Waiting()
    {
        lock (_gate)
        {
            return
            [
                .. _byOperator.SelectMany(ready => ready.Value.All.GroupBy(reply => reply.Kind)
                    .Select(kind => (ready.Key, kind.Key, kind.Count(), kind.Min(reply => reply.CreatedAt)))),
            ];
        }
    }

    /// <summary>How many are being written, routed or ended now, or are about to be routed.</summary>
    public int InHand
    {
        get
        {
            lock (_gate) return _byRow.Values.Count(reply => reply.State == QueuedState.InHand) + _toRoute.Count;
        }
    }

    private ReadyReplies ReadyAt(string operatorName)
    {
        if (!_byOperator.TryGetValue(operatorName, out var ready)) _byOperator.Add(operatorName, ready = new ReadyReplies());
        return ready;
    }

    private void TakeInHand(QueuedReply reply)
    {
        reply.ChangedInHand = false;
        UnmarkToRoute(reply);
        SetState(reply, QueuedState.InHand);
    }

    private void MarkToRoute(QueuedReply reply)
    {
        _toRoute.Add(reply);
        _someToRoute.TrySetResult();
    }

    private void UnmarkToRoute(QueuedReply reply)
    {
        if (_toRoute.Remove(reply) && _toRoute.Count == 0) _someToRoute = NewSignal();
    }

    private void StartRest(QueuedReply reply, TimeSpan wait)
    {
        SetState(reply, QueuedState.Resting);
        reply.StartRest(time.CreateTimer(row => Wake((long)row!), reply.Row, wait, Timeout.InfiniteTimeSpan));
    }

    private void SetState(QueuedReply reply, QueuedState state)
    {
        reply.StopRest();
        reply.State = state;
        Arrange(_byPerson[reply.Person]);
    }

    /// <summary>Decides which of the replies to one person may have a turn.</summary>
    /// <param name="person">In the order of their rows.</param>
    private void Arrange(List<QueuedReply> person)
    {
        const OutboundKind none = (OutboundKind)int.MaxValue;
        var inHand = none;
        foreach (var reply in person)
        {
            if (reply.State == QueuedState.InHand && reply.Kind < inHand) inHand = reply.Kind;
        }

        var earlier = none;
        foreach (var reply in person)
        {
            var ready = reply.State == QueuedState.Waiting && reply.Kind < inHand && reply.Kind < earlier;
            ReadyAt(reply.Operator).SetReady(reply, ready);
            if (!reply.HasTrouble && reply.Kind < earlier) earlier = reply.Kind;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
