using Bridge.Protocol.Smpp;
using Bridge.Worker.Configuration;
using Bridge.Worker.Operators;
using Bridge.Worker.Store;

namespace Bridge.Worker.Replies;

/// <summary>What a receipt was of.</summary>
internal enum ReceiptMatch
{
    /// <summary>No reply that is known.</summary>
    None,
    Reply,

    /// <summary>A reply whose end the centre had been told of, and which was delivered after all.</summary>
    EndedReply,
}

/// <summary>
/// Delivery receipts: each is matched by operator and id alone, so that it may come over any link of the operator, and answered once it is
/// in the store. One that fits nothing is kept, never dropped.
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
        var match = submit is null ? ReceiptMatch.None : progress.ReceiptCame(transaction, submit, receipt!);
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
