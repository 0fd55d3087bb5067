using Bridge.Worker.Store;

namespace Bridge.Worker.Replies;

/// <summary>
/// A reply of which something is still to be written, as the queue knows it: what decides its turn and nothing of what it says.
/// </summary>
/// <param name="person">What tells one recipient from another.</param>
internal sealed class QueuedReply(
    long row, OutboundKind kind, string person, string operatorName, DateTimeOffset createdAt, DateTimeOffset validUntil)
{
    private ITimer? _rest;

    public long Row => row;
    public OutboundKind Kind => kind;
    public string Person => person;
    public DateTimeOffset CreatedAt => createdAt;
    public DateTimeOffset ValidUntil => validUntil;

    /// <summary>Tries in vain since some of it was last accepted. The sender's own, while it is in hand.</summary>
    public int Attempts { get; set; }

    /// <summary>Which operator's turn it waits for. Changed by the queue alone, under its lock, as all below.</summary>
    public string Operator { get; set; } = operatorName;
    public QueuedState State { get; set; }

    /// <summary>While it was in hand something changed that has to be looked at, too.</summary>
    public bool CameAgain { get; set; }

    /// <summary>The centre knows that it is in trouble: others to the same person need not wait for it.</summary>
    public bool HasTrouble { get; set; }

    public static QueuedReply From(Reply reply) =>
        new(reply.Row, reply.Kind, reply.Sender ?? reply.Address.Value, reply.Operator, reply.CreatedAt, reply.ValidUntil)
        {
            HasTrouble = reply.TroubleTold is not null,
        };

    /// <param name="timer">Wakes it; kept here, for a timer that nobody refers to never fires.</param>
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
    /// <summary>Waits for its turn, or behind another to the same person.</summary>
    Waiting,

    /// <summary>Someone has taken it: it is being written, routed or ended.</summary>
    InHand,

    /// <summary>A try was in vain; the next one is not due.</summary>
    Resting,
}
