using Bridge.Worker.Store;

namespace Bridge.Worker.Replies;

/// <summary>
/// Whose turn it is at each operator: first by kind, then by age. To one person order is kept: a reply waits for every earlier one of the
/// same or a higher priority until an operator has accepted it, unless the centre was told that that one is in trouble; and for any of them
/// that is being written. So a person who cannot be reached holds up nobody else, and not the centre's next try either. Knows rows and no
/// texts. Any thread.
/// </summary>
internal sealed class ReplyQueue(TimeProvider time)
{
    private static readonly Comparer<QueuedReply> ByTurn = Comparer<QueuedReply>.Create(
        (one, other) => one.Kind != other.Kind ? one.Kind.CompareTo(other.Kind) : one.Row.CompareTo(other.Row));

    private readonly Lock _gate = new();
    private readonly Dictionary<long, QueuedReply> _byRow = [];
    private readonly Dictionary<string, List<QueuedReply>> _byPerson = [];
    private readonly Dictionary<string, ReadyReplies> _byOperator = [];
    private readonly HashSet<QueuedReply> _toRoute = new(ReferenceEqualityComparer.Instance);
    private TaskCompletionSource _someToRoute = NewSignal();

    /// <summary>
    /// A committed reply of which something is to be written. One that is in the queue already has its way decided again, for something has
    /// changed about it.
    /// </summary>
    public void Add(Reply reply)
    {
        lock (_gate)
        {
            if (_byRow.TryGetValue(reply.Row, out var known))
            {
                known.HasTrouble |= reply.TroubleTold is not null;
                if (known.State == QueuedState.InHand) known.CameAgain = true;
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

    /// <summary>The one that matters most; it is in hand until it is given back, put to rest or removed.</summary>
    public QueuedReply? Take(string operatorName)
    {
        lock (_gate)
        {
            if (ReadyAt(operatorName).InOrder.Min is not { } next) return null;
            TakeInHand(next);
            return next;
        }
    }

    /// <summary>Those whose way has to be decided again.</summary>
    public IReadOnlyList<QueuedReply> TakeToRoute(int atMost)
    {
        lock (_gate)
        {
            List<QueuedReply> some = [.. _toRoute.OrderBy(reply => reply.Row).Take(atMost)];
            foreach (var reply in some) TakeInHand(reply);
            return some;
        }
    }

    /// <summary>Those that have outlived their validity, except what is in hand already.</summary>
    public IReadOnlyList<QueuedReply> TakeExpired(DateTimeOffset now)
    {
        lock (_gate)
        {
            List<QueuedReply> expired =
                [.. _byRow.Values.Where(reply => reply.ValidUntil <= now && reply.State != QueuedState.InHand)];
            foreach (var reply in expired) TakeInHand(reply);
            return expired;
        }
    }

    /// <summary>It waits for the next turn, of another operator if need be.</summary>
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

    /// <summary>A try was in vain: it waits for a time before it may have a turn again.</summary>
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

    /// <summary>The centre was told that it is in trouble: later ones to the same person need not wait for it.</summary>
    public void MarkTrouble(long row)
    {
        lock (_gate)
        {
            if (!_byRow.TryGetValue(row, out var reply) || reply.HasTrouble) return;
            reply.HasTrouble = true;
            Arrange(_byPerson[reply.Person]);
        }
    }

    /// <summary>Nothing of it is to be written any more. One that came again meanwhile stays.</summary>
    public void Remove(QueuedReply reply)
    {
        lock (_gate)
        {
            if (reply.CameAgain)
            {
                reply.CameAgain = false;
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

    /// <summary>Operators for whose turn a reply is ready.</summary>
    public IReadOnlyList<string> OperatorsWaitedFor()
    {
        lock (_gate) return [.. _byOperator.Where(ready => ready.Value.InOrder.Count > 0).Select(ready => ready.Key)];
    }

    /// <summary>How many wait at each operator, by kind, and since when the oldest does.</summary>
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

    /// <summary>How many are being written, routed or ended at this moment, or are about to be routed.</summary>
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
        reply.CameAgain = false;
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

    /// <summary>Who of those to one person may have a turn. They stand in the order of their coming.</summary>
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
            ReadyAt(reply.Operator).Set(reply, ready);
            if (!reply.HasTrouble && reply.Kind < earlier) earlier = reply.Kind;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The replies that go through one operator, and those of them that can have its next turn.</summary>
    private sealed class ReadyReplies
    {
        private TaskCompletionSource _any = NewSignal();

        public HashSet<QueuedReply> All { get; } = new(ReferenceEqualityComparer.Instance);

        public SortedSet<QueuedReply> InOrder { get; } = new(ByTurn);

        public Task WhenAny => _any.Task;

        public void Set(QueuedReply reply, bool ready)
        {
            if (ready) InOrder.Add(reply);
            else InOrder.Remove(reply);
            if (InOrder.Count > 0) _any.TrySetResult();
            else if (_any.Task.IsCompleted) _any = NewSignal();
        }

        public void Remove(QueuedReply reply)
        {
            All.Remove(reply);
            Set(reply, ready: false);
        }
    }
}
