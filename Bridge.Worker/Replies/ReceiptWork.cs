using Bridge.Protocol.Smpp;
using Bridge.Worker.Configuration;
using Bridge.Worker.Operators;
using Bridge.Worker.Store;

namespace Bridge.Worker.Replies;

/// <summary>
/// One delivery receipt's way into the store, and its answer after the commit. It is matched by operator and id alone, so that it may come
/// over any link of the operator. A receipt that fits nothing is kept, never dropped.
/// </summary>
internal sealed class ReceiptWork(InboundPdu inbound, OperatorPlan plan, ReplyCounter counter, Action<CommandStatus> answer) : StoreWork
{
    private ReplyNews? _news;

    public override void Run(StoreTransaction transaction)
    {
        var receipt = DeliveryReceipt.Read(inbound.Pdu);
        var key = receipt is null ? "" : NormalizedMessageId.FromReceipt(receipt.MessageId, plan.ReceiptIdFormat);
        var submit = key.Length > 0 ? transaction.Submits.ByMessage(plan.Name, key) : null;
        transaction.Records.Receipt(plan.Name, inbound.Link, key, submit?.Reply, submit?.Number, inbound.ReadAt, inbound.Pdu.Octets.Span);
        _news = submit is null ? null : ReplyLedger.Receipt(transaction, submit, receipt!);
        if (_news is null) transaction.Receipts.Insert(plan.Name, key, inbound.ReadAt, inbound.Pdu.Octets.Span);
    }

    public override void Committed()
    {
        answer(CommandStatus.Ok);
        if (_news is null) counter.Unmatched(plan.Name, inbound.Link);
        else counter.Receipt(plan.Name, _news);
    }

    public override void Failed(Exception error) => answer(plan.TemporaryError);
}
