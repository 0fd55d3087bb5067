using Bridge.Worker.Store;

namespace Bridge.Worker.Replies;

/// <summary>
/// Whose turn it is at each operator: first by kind, then by age. To one person order is kept: a reply waits for every earlier one of the
/// same or a higher priority until an operator has it, unless the centre was told that that one is in trouble; and for any of them that is
/// being written. A person who cannot be reached so holds up nobody else, and not the centre's next try either. Knows rows and no texts.
/// Any thread.
/// </summary>
internal sealed class ReplyQueue
{
    private static readonly Comparer<QueuedReply> ByTurn = Comparer<QueuedReply>.Create(
        (one, other) => one.Kind != other.Kind ? one.Kind.CompareTo(other.Kind) : one.Row.CompareTo(other.Row));

    private readonly Lock _gate = new();
    private readonly Dictionary<long, QueuedReply> _byRow = [];
    private readonly Dictionary<string, List<QueuedReply>> _byPerson = [];
    private readonly Dictionary<string, Line> _lines = [];

    /// <summary>False when it is in the queue already; if it is in hand it then stays when it is done.</summary>
    public bool Add(QueuedReply reply, bool resting)
    {
        lock (_gate)
        {
            if (!_byRow.TryAdd(reply.Row, reply))
            {
                _byRow[reply.Row].IsWanted = true;
                return false;
            }

            if (!_byPerson.TryGetValue(reply.Person, out var others)) _byPerson.Add(reply.Person, others = []);
            var at = others.FindLastIndex(other => other.Row < reply.Row) + 1;
            others.Insert(at, reply);
            LineOf(reply.Operator).All.Add(reply);
            Settle(reply, resting ? QueuedState.Resting : QueuedState.Waiting);
            return true;
        }
    }

    /// <summary>Completes when a reply can have this operator's turn.</summary>
    public Task WhenReadyAsync(string operatorName, CancellationToken cancel)
    {
        lock (_gate) return LineOf(operatorName).WhenReady.WaitAsync(cancel);
    }

    /// <summary>The one that matters most; it is in hand until it is given back, put to rest or done.</summary>
    public QueuedReply? Take(string operatorName)
    {
        lock (_gate)
        {
            if (LineOf(operatorName).Ready.Min is not { } next) return null;
            TakeInHand(next);
            return next;
        }
    }

    /// <summary>This one out of its turn; null when it is not there or in hand.</summary>
    public QueuedReply? Take(long row)
    {
        lock (_gate)
        {
            if (!_byRow.TryGetValue(row, out var reply) || reply.State == QueuedState.InHand) return null;
            TakeInHand(reply);
            return reply;
        }
    }

    /// <summary>Those that have outlived their validity, except what is in hand already.</summary>
    public IReadOnlyList<QueuedReply> TakeOutlived(DateTimeOffset now)
    {
        lock (_gate)
        {
            List<QueuedReply> outlived = [.. _byRow.Values.Where(reply => reply.ValidUntil <= now && reply.State != QueuedState.InHand)];
            foreach (var reply in outlived) TakeInHand(reply);
            return outlived;
        }
    }

    /// <summary>It waits for the next turn, of another operator if need be.</summary>
    public void Back(QueuedReply reply, string operatorName)
    {
        lock (_gate)
        {
            if (!_byRow.ContainsKey(reply.Row)) return;
            LineOf(reply.Operator).All.Remove(reply);
            reply.Operator = operatorName;
            LineOf(operatorName).All.Add(reply);
            Settle(reply, QueuedState.Waiting);
        }
    }

    /// <summary>A try was in vain: until <see cref="Wake"/>.</summary>
    public void Rest(QueuedReply reply)
    {
        lock (_gate)
        {
            if (_byRow.ContainsKey(reply.Row)) Settle(reply, QueuedState.Resting);
        }
    }

    /// <summary>Its rest is over, if it rests.</summary>
    public void Wake(long row)
    {
        lock (_gate)
        {
            if (_byRow.TryGetValue(row, out var reply) && reply.State == QueuedState.Resting) Settle(reply, QueuedState.Waiting);
        }
    }

    /// <summary>The centre knows of its trouble.</summary>
    public void Told(long row)
    {
        lock (_gate)
        {
            if (!_byRow.TryGetValue(row, out var reply) || reply.IsTold) return;
            reply.IsTold = true;
            Settle(reply, reply.State);
        }
    }

    /// <summary>Nothing of it is to be written any more.</summary>
    public void Done(QueuedReply reply)
    {
        lock (_gate)
        {
            if (reply.IsWanted)
            {
                reply.IsWanted = false;
                Settle(reply, QueuedState.Waiting);
                return;
            }

            if (!_byRow.Remove(reply.Row)) return;
            LineOf(reply.Operator).Leave(reply);
            var others = _byPerson[reply.Person];
            others.Remove(reply);
            if (others.Count == 0) _byPerson.Remove(reply.Person);
            else Settle(others);
        }
    }

    /// <summary>Operators for whose turn a reply is ready.</summary>
    public IReadOnlyList<string> Waited()
    {
        lock (_gate) return [.. _lines.Where(line => line.Value.Ready.Count > 0).Select(line => line.Key)];
    }

    /// <summary>How many wait at each operator, by kind, and since when the oldest does.</summary>
    public IReadOnlyList<(string Operator, OutboundKind Kind, int Count, DateTimeOffset Oldest)> Waiting()
    {
        lock (_gate)
        {
            return [.. _lines.SelectMany(line => line.Value.All.GroupBy(reply => reply.Kind)
                .Select(kind => (line.Key, kind.Key, kind.Count(), kind.Min(reply => reply.CreatedAt))))];
        }
    }

    /// <summary>How many are being written, moved or ended at this moment.</summary>
    public int InHand
    {
        get
        {
            lock (_gate) return _byRow.Values.Count(reply => reply.State == QueuedState.InHand);
        }
    }

    private Line LineOf(string operatorName)
    {
        if (!_lines.TryGetValue(operatorName, out var line)) _lines.Add(operatorName, line = new Line());
        return line;
    }

    private void TakeInHand(QueuedReply reply)
    {
        reply.IsWanted = false;
        Settle(reply, QueuedState.InHand);
    }

    private void Settle(QueuedReply reply, QueuedState state)
    {
        reply.State = state;
        Settle(_byPerson[reply.Person]);
    }

    /// <summary>Who of those to one person may have a turn. They stand in the order of their coming.</summary>
    private void Settle(List<QueuedReply> person)
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
            LineOf(reply.Operator).Set(reply, ready);
            if (!reply.IsTold && reply.Kind < earlier) earlier = reply.Kind;
        }
    }

    /// <summary>Those that go through one operator.</summary>
    private sealed class Line
    {
        private TaskCompletionSource _someReady = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public HashSet<QueuedReply> All { get; } = new(ReferenceEqualityComparer.Instance);

        public SortedSet<QueuedReply> Ready { get; } = new(ByTurn);

        public Task WhenReady => _someReady.Task;

        public void Set(QueuedReply reply, bool ready)
        {
            if (ready) Ready.Add(reply);
            else Ready.Remove(reply);
            if (Ready.Count > 0) _someReady.TrySetResult();
            else if (_someReady.Task.IsCompleted) _someReady = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        public void Leave(QueuedReply reply)
        {
            All.Remove(reply);
            Set(reply, ready: false);
        }
    }
}
