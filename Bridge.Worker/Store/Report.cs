using Bridge.Protocol.Text;

namespace Bridge.Worker.Store;

/// <summary>One text from a person, whole or still being put together.</summary>
internal sealed record Report(
    long Row, string Id, long Conversation, string Operator, string Link, DateTimeOffset ReceivedAt, DateTimeOffset LastPartAt,
    ReferenceKind? ReferenceKind, ushort Reference, int Total, DateTimeOffset? ReleasedAt, bool Complete, string? ResendOf, int Copies,
    int CopiesTold, DateTimeOffset? TakenAt, DateTimeOffset? ConfirmedAt)
{
    /// <summary>What the same text is found by; null until it is released.</summary>
    public long? TextKey { get; init; }

    /// <summary>A system's own text and nobody's call for help: no clock watches it.</summary>
    public bool Test { get; init; }

    /// <summary>When its first part came, by the clock that ages are taken by.</summary>
    public required DateTimeOffset WatchedFrom { get; init; }

    /// <summary>The row of what was registered for the sender when the text came; null: nothing.</summary>
    public long? Registration { get; init; }

    /// <summary>The sender was last sent an activation text.</summary>
    public bool RepliesToActivation { get; init; }

    /// <summary>When to look whether its sender must be told something; null: not at all. Only written.</summary>
    public DateTimeOffset? NoticeDue { get; init; }

    public override string ToString() => Id;
}

/// <summary>What the waiting for a report is counted by.</summary>
/// <param name="WatchedFrom">When its first part came, by the clock that ages are taken by.</param>
/// <param name="Test">A system's own text and nobody's call for help.</param>
internal readonly record struct WatchedReport(long Row, string Operator, DateTimeOffset WatchedFrom, bool Test);
