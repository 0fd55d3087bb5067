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
