using Bridge.Worker.Store;

namespace Bridge.Worker.Replies;

/// <summary>
/// A reply of which something is still to be written, as the queue knows it: what decides its turn, and nothing of its words.
/// </summary>
/// <param name="person">Identifies the recipient.</param>
internal sealed class QueuedReply(
    long row, OutboundKind kind, string person, string operatorName, DateTimeOffset createdAt, DateTimeOffset validUntil)
{
    private ITimer? _rest;

    public long Row => row;
    public OutboundKind Kind => kind;
    public string Person => person;
    public DateTimeOffset CreatedAt => createdAt;
    public DateTimeOffset ValidUntil => validUntil;

    /// <summary>Tries in vain since a part of it was last accepted. Changed only for the sender, while it is in hand.</summary>
    public int Attempts { get; set; }

    /// <summary>Whose turn it waits for. This and what follows is changed by the queue alone, under its lock.</summary>
    public string Operator { get; set; } = operatorName;
    public QueuedState State { get; set; }

    /// <summary>While it was in hand something about it changed, so that its way has to be decided again.</summary>
    public bool ChangedInHand { get; set; }

    /// <summary>The centre was told of its trouble: later replies to the same person need not wait for it.</summary>
    public bool HasTrouble { get; set; }

    public static QueuedReply From(Reply reply) =>
        new(reply.Row, reply.Kind, reply.Sender ?? reply.Address.Value, reply.Operator, reply.CreatedAt, reply.ValidUntil)
        {
            HasTrouble = reply.TroubleTold is not null,
        };

    /// <param name="timer">Wakes it. It is kept here because a timer that nobody refers to never fires.</param>
    public void StartRest(ITimer timer) => _rest = timer;

    public void StopRest()
    {
        _rest?.Dispose();
        _rest = null;
    }

    public override string ToString() => $"{Kind} {Row}";
}

internal enum QueuedState
{
    /// <summary>It waits for its turn, or for an earlier reply to the same person.</summary>
    Waiting,

    /// <summary>It was taken out of the queue: it is being written, routed or ended.</summary>
    InHand,

    /// <summary>A try was in vain; the next one is not due.</summary>
    Resting,
}
