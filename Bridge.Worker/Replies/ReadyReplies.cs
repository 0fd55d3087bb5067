namespace Bridge.Worker.Replies;

/// <summary>The replies that go through one operator, and those of them that may have its next turn. Under the queue's lock.</summary>
internal sealed class ReadyReplies
{
    private static readonly Comparer<QueuedReply> ByTurn = Comparer<QueuedReply>.Create(
        (one, other) => one.Kind != other.Kind ? one.Kind.CompareTo(other.Kind) : one.Row.CompareTo(other.Row));

    private readonly SortedSet<QueuedReply> _ready = new(ByTurn);
    private TaskCompletionSource _any = NewSignal();

    public HashSet<QueuedReply> All { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>Whose turn is next: first by kind, then by age. Null: nobody's.</summary>
    public QueuedReply? Next => _ready.Min;

    /// <summary>Completes when some reply may have the next turn.</summary>
    public Task WhenAny => _any.Task;

    public void SetReady(QueuedReply reply, bool ready)
    {
        if (ready) _ready.Add(reply);
        else _ready.Remove(reply);
        if (_ready.Count > 0) _any.TrySetResult();
        else if (_any.Task.IsCompleted) _any = NewSignal();
    }

    public void Remove(QueuedReply reply)
    {
        All.Remove(reply);
        SetReady(reply, ready: false);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
