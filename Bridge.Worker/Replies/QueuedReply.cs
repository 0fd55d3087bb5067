using Bridge.Worker.Store;

namespace Bridge.Worker.Replies;

/// <summary>
/// A reply of which something is still to be written, as the queue knows it: what decides its turn and nothing of what it says.
/// </summary>
/// <param name="person">What tells one recipient from another.</param>
internal sealed class QueuedReply(
    long row, OutboundKind kind, string person, string operatorName, DateTimeOffset createdAt, DateTimeOffset validUntil)
{
    public long Row => row;
    public OutboundKind Kind => kind;
    public string Person => person;
    public DateTimeOffset CreatedAt => createdAt;
    public DateTimeOffset ValidUntil => validUntil;

    /// <summary>Which operator's turn it waits for. The queue's own, as all below.</summary>
    public string Operator { get; set; } = operatorName;
    public QueuedState State { get; set; }

    /// <summary>While it was in hand something came that is to be written, too.</summary>
    public bool IsWanted { get; set; }

    /// <summary>The centre knows that it is in trouble: others to the same person need not wait for it.</summary>
    public bool IsTold { get; set; }

    /// <summary>Tries in vain since something of it was last taken.</summary>
    public int Attempts { get; set; }

    public static QueuedReply Of(Reply reply) =>
        new(reply.Row, reply.Kind, reply.Sender ?? reply.Address.Value, reply.Operator, reply.CreatedAt, reply.ValidUntil)
        {
            IsTold = reply.Told is not null,
        };

    public override string ToString() => $"{Kind} {Row}";
}

internal enum QueuedState
{
    /// <summary>Waits for its turn, or behind another to the same person.</summary>
    Waiting,

    /// <summary>Someone has taken it: it is being written, moved or ended.</summary>
    InHand,

    /// <summary>A try was in vain; the next one is not due.</summary>
    Resting,
}
