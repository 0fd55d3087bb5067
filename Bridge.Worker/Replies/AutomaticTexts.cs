using Bridge.Protocol.Smpp;
using Bridge.Worker.Store;

namespace Bridge.Worker.Replies;

/// <summary>A text that the bridge sends of its own accord, worded already.</summary>
/// <param name="Kind">Notice or Activation.</param>
/// <param name="Notice">The key under Notices whose wording it is.</param>
/// <param name="Language">What it is written in.</param>
/// <param name="Sender">Whom it goes to, as conversations tell one sender from another.</param>
internal sealed record AutomaticText(
    OutboundKind Kind, string Notice, string Language, string Sender, string Operator, Address Address, string Text, TimeSpan ValidFor)
{
    /// <summary>The report's id that it is about; null for an activation text.</summary>
    public string? Report { get; init; }

    /// <summary>The conversation's row, if it is about a report.</summary>
    public long? Conversation { get; init; }

    /// <summary>The registration's row that an activation text tells of.</summary>
    public long? Registration { get; init; }

    public override string ToString() => Notice;
}

/// <summary>
/// What follows from each step of an automatic text's way, in the transaction of that step. Implemented by the room that sends texts of a
/// kind. On the writer's thread.
/// </summary>
internal interface IAutomaticText
{
    /// <summary>Which texts to people these are.</summary>
    OutboundKind Kind { get; }

    /// <param name="isFinal">The operator gives no receipts: more than this will not be known.</param>
    void Accepted(StoreTransaction transaction, Reply reply, bool isFinal);

    void Delivered(StoreTransaction transaction, Reply reply);

    /// <summary>It was delivered after all, when its end had been told.</summary>
    void DeliveredLate(StoreTransaction transaction, Reply reply);

    /// <summary>It failed or expired; nothing more is tried.</summary>
    /// <param name="reason">In words, without any content.</param>
    void Failed(StoreTransaction transaction, Reply reply, string reason);

    /// <summary>The outcome is committed.</summary>
    void Count(Reply reply, ReplyOutcome outcome);
}
