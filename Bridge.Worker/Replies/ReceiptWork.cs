using Bridge.Protocol.Smpp;
using Bridge.Worker.Configuration;
using Bridge.Worker.Operators;
using Bridge.Worker.Store;

namespace Bridge.Worker.Replies;

/// <summary>One delivery receipt's way into the store, and its answer after the commit. A receipt that fits nothing is kept, never dropped.</summary>
internal sealed class ReceiptWork(InboundPdu inbound, OperatorPlan plan, ReplyCounter counter, Action<CommandStatus> answer) : StoreWork
{
    private ReplyNews? _news;
    private bool _matched;

    public override void Run(StoreTransaction transaction)
    {
        var receipt = DeliveryReceipt.Read(inbound.Pdu);
        var key = receipt is null ? "" : MessageIdForm.OfReceipt(receipt.MessageId, plan.ReceiptIdFormat);
        var part = key.Length == 0 ? null : transaction.ReplyParts.ByMessage(plan.Name, key);
        _matched = part is not null;
        transaction.Records.Receipt(plan.Name, inbound.Link, key, part?.Reply, part?.Number, inbound.ReadAt, inbound.Pdu.Octets.Span);
        if (part is null) transaction.Receipts.Insert(plan.Name, key, inbound.ReadAt, inbound.Pdu.Octets.Span);
        else _news = ReplyLedger.Receipt(transaction, part, receipt!);
    }

    public override void Committed()
    {
        answer(CommandStatus.Ok);
        if (!_matched) counter.Unmatched(plan.Name, inbound.Link);
        if (_news is not null) counter.Count(_news);
    }

    public override void Failed(Exception error) => answer(plan.TemporaryError);
}
