using Bridge.Worker.Store;

namespace Bridge.Worker.Registry;

/// <summary>
/// People are asked not to answer the activation text, and some do (requirement 12). Such a text is an emergency like any other and goes
/// the same way; the centre only learns what the sender had been sent last.
/// </summary>
internal static class ActivationReply
{
    /// <summary>Past it nobody answers an activation text.</summary>
    public static readonly TimeSpan Within = TimeSpan.FromDays(7);

    /// <summary>
    /// The activation text was taken within a week, nothing has been sent to the person since, and the conversation began after it. Asks
    /// the store only of those who were texted lately.
    /// </summary>
    public static bool Is(StoreTransaction transaction, Registration registration, long conversation, DateTimeOffset now) =>
        registration.TextedAt is { } textedAt && now - textedAt <= Within
        && transaction.AutomaticTexts.LastTextIsActivation(registration.Msisdn, conversation, now - Within);
}
