using Bridge.Protocol.Smpp;
using Bridge.Worker.Configuration;
using Bridge.Worker.Operators;
using Bridge.Worker.Store;

namespace Bridge.Worker.Reports;

/// <summary>Accepts people's texts from the operators' links: gives each to the store as an <see cref="IntakeWork"/>. Any thread.</summary>
internal sealed partial class TextIntake(BridgePlan plan, StoreWriter store, ReportIntake intake, ILogger<TextIntake> log) : ITextIntake
{
    public ValueTask AcceptTextAsync(InboundPdu inbound, Action<CommandStatus> answer, CancellationToken cancel)
    {
        var operatorPlan = plan.Operator(inbound.Operator) ?? OperatorPlan.Former(inbound.Operator);
        if (inbound.Pdu.Fault is { } fault)
        {
            UnreadablePdu(log, inbound.Operator, inbound.Link, inbound.Pdu.Command.SpecName(), fault.Field, fault.Offset);
        }

        return store.PostAsync(new IntakeWork(intake, InboundText.From(inbound, operatorPlan), answer), cancel);
    }

    [LoggerMessage(2001, LogLevel.Warning,
        "{Operator}/{Link}: {Command} is unreadable from {Field} at octet {Offset}; accepted with its octets all the same")]
    private static partial void UnreadablePdu(ILogger logger, string @operator, string link, string command, string field, int offset);
}
