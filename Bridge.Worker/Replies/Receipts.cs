using Bridge.Protocol.Smpp;
using Bridge.Worker.Configuration;
using Bridge.Worker.Operators;
using Bridge.Worker.Store;

namespace Bridge.Worker.Replies;

/// <summary>What a receipt was matched with.</summary>
internal enum ReceiptMatch
{
    /// <summary>It fits no reply that is known.</summary>
    None,
    Reply,

    /// <summary>A reply that was delivered although it had failed or expired.</summary>
    EndedReply,
}

/// <summary>What a receipt means for the part.</summary>
internal enum ReceiptMeaning
{
    /// <summary>SCHEDULED, ENROUTE or ACCEPTED: nothing new.</summary>
    UnderWay,

    /// <summary>UNKNOWN: the operator does not know what became of it. Another receipt may follow.</summary>
    Unknown,
    Delivered,

    /// <summary>The handset has no room for it. It can be delivered once there is room.</summary>
    InboxFull,

    /// <summary>This submit of it will not be delivered.</summary>
    Failed,
}

/// <summary>Classifies the message_state and network_error_code of a receipt (SMPP v3.4 §5.2.28, §5.3.2.31).</summary>
internal static class ReceiptMeanings
{
    public const string InboxIsFull = "the recipient's inbox is full";

    /// <summary>network_error_code's first octet for a GSM network.</summary>
    private const byte Gsm = 3;

    public static ReceiptMeaning Classify(MessageState state, NetworkError? error) => state switch
    {
        MessageState.Scheduled or MessageState.Enroute or MessageState.Accepted => ReceiptMeaning.UnderWay,
        MessageState.Unknown => ReceiptMeaning.Unknown,
        MessageState.Delivered => ReceiptMeaning.Delivered,
        _ => IsInboxFull(error) ? ReceiptMeaning.InboxFull : ReceiptMeaning.Failed,
    };

    /// <summary>
    /// TP-FCS 208, SIM storage full, or 211, memory capacity exceeded (3GPP TS 23.040 §9.2.3.22). Only a GSM network has these codes; a
    /// receipt in text form does not name the network.
    /// </summary>
    public static bool IsInboxFull(NetworkError? error) => error is { Type: Gsm or 0, Code: 208 or 211 };

    public static bool IsFinal(MessageState? state) =>
        state is { } known && Classify(known, error: null) is ReceiptMeaning.Delivered or ReceiptMeaning.Failed;

    /// <summary>The state as the centre is told of it, in SMPP's words.</summary>
    public static string InWords(MessageState state) => state switch
    {
        MessageState.Undeliverable or MessageState.Expired or MessageState.Rejected or MessageState.Deleted =>
            state.ToString().ToUpperInvariant(),
        _ => "UNKNOWN",
    };
}

/// <summary>
/// Accepts delivery receipts: each is answered once it is in the store. It is matched by operator and id alone: it may come over any link
/// of the operator. One that fits nothing is kept.
/// </summary>
internal sealed partial class Receipts(
    BridgePlan plan, StoreWriter store, ReplyProgress progress, IReplyMetrics metrics, ILogger<Receipts> log) : IReceiptIntake
{
    public ValueTask AcceptReceiptAsync(InboundPdu inbound, Action<CommandStatus> answer, CancellationToken cancel) =>
        store.PostAsync(new ReceiptWork(this, inbound, plan.Operator(inbound.Operator)!, answer), cancel);

    private void Accept(StoreTransaction transaction, InboundPdu inbound, OperatorPlan operatorPlan)
    {
        var receipt = DeliveryReceipt.Read(inbound.Pdu);
        var key = receipt is null ? "" : NormalizedMessageId.FromReceipt(receipt.MessageId, operatorPlan.ReceiptIdFormat);
        var submit = key.Length > 0 ? transaction.Submits.ByMessage(inbound.Operator, key) : null;
        transaction.Records.Receipt(inbound.Operator, inbound.Link, key, submit, inbound.ReadAt, inbound.Pdu.Octets.Span);
        var match = submit is null ? ReceiptMatch.None : progress.ApplyReceipt(transaction, submit, receipt!);
        if (match == ReceiptMatch.None) transaction.Receipts.Insert(inbound.Operator, key, inbound.ReadAt, inbound.Pdu.Octets.Span);
        transaction.AfterCommit(() => Count(inbound, match));
    }

    private void Count(InboundPdu inbound, ReceiptMatch match)
    {
        switch (match)
        {
            case ReceiptMatch.None:
                metrics.Receipt(inbound.Operator, "unmatched");
                ReceiptUnmatched(log, inbound.Operator, inbound.Link);
                break;
            case ReceiptMatch.EndedReply:
                metrics.Receipt(inbound.Operator, "late");
                DeliveredLate(log, inbound.Operator);
                break;
            default:
                metrics.Receipt(inbound.Operator, "matched");
                break;
        }
    }

    private sealed class ReceiptWork(Receipts receipts, InboundPdu inbound, OperatorPlan operatorPlan, Action<CommandStatus> answer)
        : StoreWork
    {
        public override void Run(StoreTransaction transaction) => receipts.Accept(transaction, inbound, operatorPlan);

        public override void Committed() => answer(CommandStatus.Ok);

        public override void Failed(Exception error) => answer(operatorPlan.TemporaryError);
    }

    [LoggerMessage(3010, LogLevel.Information,
        "{Operator}/{Link}: a receipt fits no reply that is known; kept until its submit_sm_resp comes")]
    private static partial void ReceiptUnmatched(ILogger logger, string @operator, string link);

    [LoggerMessage(3011, LogLevel.Warning, "{Operator}: a reply was delivered after all, when the centre had been told that it failed")]
    private static partial void DeliveredLate(ILogger logger, string @operator);
}
