using Bridge.Worker.Replies;
using Bridge.Worker.Store;

namespace Bridge.Worker.Registry;

/// <summary>What each step of an activation text means for its registration, which is active once the text is delivered.</summary>
internal sealed class ActivationProgress(RegistrationChanges registrations, IReplyMetrics metrics) : IAutomaticText
{
    public OutboundKind Kind => OutboundKind.Activation;

    public void Accepted(StoreTransaction transaction, Reply reply, bool isFinal)
    {
        registrations.TextAccepted(transaction, reply.Registration!.Value);
        if (!isFinal) return;
        registrations.Activate(transaction, reply.Registration.Value, "the operator, which gives no receipts, took the activation text");
    }

    public void Delivered(StoreTransaction transaction, Reply reply) =>
        registrations.Activate(transaction, reply.Registration!.Value, "the activation text was delivered");

    public void DeliveredLate(StoreTransaction transaction, Reply reply) => Delivered(transaction, reply);

    public void Failed(StoreTransaction transaction, Reply reply, string reason) =>
        registrations.Fail(transaction, reply.Registration!.Value, reason);

    public void Count(Reply reply, ReplyOutcome outcome) => metrics.Reply(reply.Operator, reply.Kind, outcome);
}
