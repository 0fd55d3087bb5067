using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Worker.Registry;
using Bridge.Worker.Store;

namespace Bridge.Worker.Replies;

/// <summary>
/// What the centre is told of each step of a text to a person: by command reply.*, of an automatic one what its kind is about.
/// </summary>
internal static class ReplyEvents
{
    /// <param name="possibleDuplicate">The person may read some of it twice.</param>
    /// <param name="isTheEnd">The operator gives no receipts: more than this will not be known.</param>
    public static void Taken(StoreTransaction transaction, Reply reply, IReadOnlyList<ReplyPart> parts, IReadOnlyList<string> problems,
        bool possibleDuplicate, bool isTheEnd)
    {
        switch (reply.Kind)
        {
            case OutboundKind.Notice:
                Tell(transaction, reply, new NoticeSent(reply.Report!, reply.Notice!, reply.Language!));
                break;
            case OutboundKind.Activation:
                transaction.Registrations.Texted(reply.Registration!.Value, transaction.Now);
                if (isTheEnd)
                {
                    Activation.Done(
                        transaction, reply.Registration.Value, "the operator, which gives no receipts, took the activation text");
                }

                break;
            default:
                Tell(
                    transaction,
                    reply,
                    new ReplyAccepted(
                        reply.CommandId,
                        reply.Report,
                        reply.Operator,
                        [.. parts.Select(part => new AcceptedPart(part.MessageId ?? ""))])
                    {
                        Problems = problems,
                        PossibleDuplicate = possibleDuplicate,
                    });
                break;
        }
    }

    public static void Delivered(StoreTransaction transaction, Reply reply, bool possibleDuplicate)
    {
        switch (reply.Kind)
        {
            case OutboundKind.Notice:
                break;
            case OutboundKind.Activation:
                Activation.Done(transaction, reply.Registration!.Value, "the activation text was delivered");
                break;
            default:
                Tell(transaction, reply, new ReplyDelivered(reply.CommandId, transaction.Now) { PossibleDuplicate = possibleDuplicate });
                break;
        }
    }

    /// <param name="final">False: it is still tried.</param>
    public static void Failed(
        StoreTransaction transaction, Reply reply, string reason, string? state, NetworkError? networkError, bool final)
    {
        switch (reply.Kind)
        {
            case OutboundKind.Notice:
                if (final) Tell(transaction, reply, new NoticeFailed(reply.Report!, reply.Notice!, reason));
                break;
            case OutboundKind.Activation:
                if (final) Activation.Failed(transaction, reply.Registration!.Value, reason);
                break;
            default:
                Tell(transaction, reply, new ReplyFailed(
                    reply.CommandId, reason, state, networkError is { } error
                        ? new NetworkErrorData(error.Type, error.Code)
                        : null, final));
                break;
        }
    }

    private static void Tell(StoreTransaction transaction, Reply reply, EventData data) => transaction.Events.Append(
        data, transaction.Now, reply.Operator, reply.Conversation is { } row ? transaction.Conversations.ByRow(row)?.Id : null);
}
