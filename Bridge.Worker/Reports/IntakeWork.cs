using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Worker.Store;

namespace Bridge.Worker.Reports;

/// <summary>One PDU's way into the store, and its answer after the commit.</summary>
internal sealed class IntakeWork(Intaker intaker, InboundText text, Action<CommandStatus> answer) : StoreWork
{
    private IntakeOutcome _outcome;

    public override void Run(StoreTransaction transaction)
    {
        _outcome = intaker.Take(transaction, text);
        transaction.AfterCommit(static work => ((IntakeWork)work).Count(), this);
    }

    public override void Committed() => answer(CommandStatus.Ok);

    public override void Failed(Exception error) => answer(text.Operator.TemporaryError);

    private void Count() => intaker.Count(text, _outcome);
}

/// <summary>What taking a PDU came to, for the counters.</summary>
/// <param name="CrowdedOut">Texts that had to be released early because too much is held.</param>
internal readonly record struct IntakeOutcome(bool Repeated, ReportData? Released, IReadOnlyList<ReportData>? CrowdedOut = null);
