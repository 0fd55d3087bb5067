using Bridge.Protocol.Smpp;

namespace Bridge.Worker.Store;

/// <summary>One thread between a person and the centre.</summary>
/// <param name="Sender">What tells one sender from another: the msisdn, or operator and raw address when it is no number.</param>
/// <param name="Operator">Where the sender last wrote: replies go there.</param>
/// <param name="Address">The sender as the operator last wrote it: replies are addressed so.</param>
/// <param name="LastAt">The sender's newest text or the centre's newest answer.</param>
/// <param name="Previous">The id of the sender's conversation before it.</param>
internal sealed record Conversation(
    long Row, string Id, string Sender, string Operator, Address Address, string? Msisdn, DateTimeOffset LastAt, DateTimeOffset? ClosedAt,
    string? Previous)
{
    /// <summary>
    /// Stands where the sender stood: no sender's key, for those are digits or begin with an operator's name and a slash.
    /// </summary>
    public const string ErasedSender = "erased";

    /// <summary>Its personal data were erased with age: nobody is known any more whom a reply could go to.</summary>
    public bool IsErased => Sender == ErasedSender;

    public override string ToString() => Id;
}
