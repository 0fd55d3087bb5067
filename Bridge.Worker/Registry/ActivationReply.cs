using Bridge.Worker.Store;

namespace Bridge.Worker.Registry;

/// <summary>
/// People are asked not to answer the activation text, and some do (requirement 12). Such a text is an emergency like any other, and is
/// forwarded like any other. The centre is only told that it may be such an answer.
/// </summary>
internal static class ActivationReply
{
    /// <summary>A text that comes later is no answer to the activation text.</summary>
    public static readonly TimeSpan Within = TimeSpan.FromDays(7);

    /// <summary>
    /// Whether a text of a registered person may be an answer to the activation text: the operator accepted the activation text within a
    /// week, nothing else was sent to the person since, and the conversation began after it. Only for people texted lately the store is
    /// asked.
    /// </summary>
    /// <param name="conversation">The conversation's row.</param>
    public static bool IsReply(StoreTransaction transaction, Registration registration, long conversation, DateTimeOffset now) =>
        registration.TextedAt is { } textedAt && now - textedAt <= Within
        && transaction.AutomaticTexts.LastTextIsActivation(registration.Msisdn, conversation, now - Within);
}
