namespace Bridge.Worker.Store;

/// <summary>One event to the centre as it was committed. Sequence numbers start at 1, rise strictly, and survive restarts.</summary>
/// <param name="Name">Without the "hk.992." prefix.</param>
/// <param name="ReadAt">When the text behind it was read, for bridge_forward_seconds; null when none is.</param>
public sealed record OutboxEvent(
    long Sequence, string Id, string Name, string? Operator, string? ConversationId, DateTimeOffset Time,
        DateTimeOffset? ReadAt, byte[] Json)
{
    public string RoutingKey => Operator is null ? Name : Name + "." + Operator;

    public override string ToString() => $"{Name} #{Sequence}";
}

/// <summary>The outbox as the buses see it. A cursor is the last sequence number that a bus has for certain; it only rises.</summary>
public interface IOutbox
{
    /// <summary>The newest committed sequence number, 0 when there is none.</summary>
    long Last { get; }

    IReadOnlyList<OutboxEvent> ReadAfter(long sequence, int atMost);

    /// <summary>Completes when something newer than <paramref name="sequence"/> is committed.</summary>
    Task WaitForNewerAsync(long sequence, CancellationToken cancel);

    long Cursor(string bus);

    /// <summary>Made durable with the next group commit.</summary>
    Task AdvanceAsync(string bus, long sequence, CancellationToken cancel);
}
