using Bridge.Protocol.Smpp;
using Bridge.Worker.Store;

namespace Bridge.Worker.Replies;

/// <summary>A text of the bridge's own to a person, with its final words.</summary>
/// <param name="Kind">Notice or Activation.</param>
/// <param name="Notice">The key under Notices that its wording is from.</param>
/// <param name="Language">zh-Hant, zh-Hans, en, or zh-Hant+en.</param>
/// <param name="Sender">Identifies the person, as in conversations.</param>
internal sealed record AutomaticText(
    OutboundKind Kind, string Notice, string Language, string Sender, string Operator, Address Address, string Text, TimeSpan ValidFor)
{
    /// <summary>The id of the report that it is about; null for an activation text.</summary>
    public string? Report { get; init; }

    /// <summary>The row of the report's conversation; null for an activation text.</summary>
    public long? Conversation { get; init; }

    /// <summary>The row of the registration that it tells of; null for a notice.</summary>
    public long? Registration { get; init; }

    public override string ToString() => Notice;
}

/// <summary>
/// What follows from each step of an automatic text, in the transaction of that step. The room that sends texts of a kind implements it. On
/// the writer's thread.
/// </summary>
internal interface IAutomaticText
{
    /// <summary>The kind of texts that this is about.</summary>
    OutboundKind Kind { get; }

    /// <summary>The operator has accepted all of its parts.</summary>
    /// <param name="isFinal">Whether this is its end, because the operator gives no receipts.</param>
    void Accepted(StoreTransaction transaction, Reply reply, bool isFinal);

    void Delivered(StoreTransaction transaction, Reply reply);

    /// <summary>It was delivered although it had failed or expired.</summary>
    void DeliveredLate(StoreTransaction transaction, Reply reply);

    /// <summary>It failed or expired; nothing more is tried.</summary>
    /// <param name="reason">In words, without any content.</param>
    void Failed(StoreTransaction transaction, Reply reply, string reason);

    /// <summary>Counts the outcome, once it is committed.</summary>
    void Count(Reply reply, ReplyOutcome outcome);
}
