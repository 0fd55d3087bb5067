using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Worker.Configuration;
using Bridge.Worker.Operators;
using Bridge.Worker.Replies;
using Bridge.Worker.Store;

namespace Bridge.Worker.Reports;

/// <summary>
/// The door by which everything from the operators' links enters: texts to the intake, receipts to the replies, a link's state to the
/// centre.
/// </summary>
internal sealed partial class Inbound(
    BridgePlan plan, StoreWriter store, Intaker intaker, ReplyCounter counter, ILogger<Inbound> log) : IInbound
{
    public ValueTask TextAsync(InboundPdu inbound, Action<CommandStatus> answer, CancellationToken cancel)
    {
        var operatorPlan = plan.Operator(inbound.Operator) ?? OperatorPlan.Former(inbound.Operator);
        if (inbound.Pdu.Fault is { } fault)
        {
            UnreadablePdu(log, inbound.Operator, inbound.Link, inbound.Pdu.Command.SpecName(), fault.Field, fault.Offset);
        }

        return store.PostAsync(new IntakeWork(intaker, InboundText.From(inbound, operatorPlan), answer), cancel);
    }

    public ValueTask ReceiptAsync(InboundPdu inbound, Action<CommandStatus> answer, CancellationToken cancel) =>
        store.PostAsync(new ReceiptWork(inbound, plan.Operator(inbound.Operator)!, counter, answer), cancel);

    public async ValueTask LinkChangedAsync(string operatorName, string link, bool bound, string? reason, CancellationToken cancel)
    {
        try
        {
            await store.RunAsync(transaction =>
            {
                transaction.Events.Append(
                    new LinkChanged(operatorName, link, bound ? "bound" : "down", reason), transaction.Now, operatorName);
                return true;
            }, cancel);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LinkChangeUntold(log, operatorName, link, error.GetType().Name);
        }
    }

    [LoggerMessage(2001, LogLevel.Warning,
        "{Operator}/{Link}: {Command} is unreadable from {Field} at octet {Offset}; taken with its octets all the same")]
    private static partial void UnreadablePdu(ILogger logger, string @operator, string link, string command, string field, int offset);

    [LoggerMessage(2002, LogLevel.Warning, "{Operator}/{Link}: the centre could not be told of the link's state: {Error}")]
    private static partial void LinkChangeUntold(ILogger logger, string @operator, string link, string error);
}
