using Bridge.Protocol.Smpp;

namespace Bridge.Worker.Store;

/// <summary>A text on its way to a person: a reply of the centre, or an automatic one.</summary>
/// <param name="CommandId">Of the command that sent it; for an automatic text an id of our own.</param>
/// <param name="Report">The report's id that it answers, if the centre named one.</param>
/// <param name="Conversation">The conversation's row; null when it goes to a bare number.</param>
/// <param name="Operator">The one that it goes through, as things stand.</param>
/// <param name="ConfirmsUpTo">For a confirmation: the newest report row that it confirms.</param>
/// <param name="AcceptedAt">When the operator had every part for the first time.</param>
/// <param name="Ended">Delivered, failed or expired: nothing more will happen.</param>
internal sealed record Reply(
    long Row, string CommandId, string? Report, long? Conversation, string Operator, Address Address, OutboundKind Kind, long? ConfirmsUpTo,
    DateTimeOffset CreatedAt, DateTimeOffset ValidUntil, DateTimeOffset? AcceptedAt, bool Ended)
{
    /// <summary>What tells one sender from another (as in conversations), where that is known: whom it goes to.</summary>
    public string? Sender { get; init; }

    /// <summary>Of an automatic text: which of the notices (Notices:KIND), and in which language.</summary>
    public string? Notice { get; init; }
    public string? Language { get; init; }

    /// <summary>Of an activation text: the row of the registration that it tells of.</summary>
    public long? Registration { get; init; }

    /// <summary>The operator that was named for it; null: the one through which the conversation's sender last wrote.</summary>
    public string? Home { get; init; }

    /// <summary>The trouble with it that the centre was last told of, in words; null: none.</summary>
    public string? TroubleTold { get; init; }

    /// <summary>It rests until then; null: it does not.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    public override string ToString() => CommandId;
}
