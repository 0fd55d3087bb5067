using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Worker.Store;

namespace Bridge.Worker.Reports;

/// <summary>Makes one PDU's text durable, and answers the PDU after the commit.</summary>
internal sealed class IntakeWork(ReportIntake intake, InboundText text, Action<CommandStatus> answer) : StoreWork
{
    private IntakeOutcome _outcome;

    public override void Run(StoreTransaction transaction)
    {
        _outcome = intake.Accept(transaction, text);
        transaction.AfterCommit(static work => ((IntakeWork)work).Count(), this);
    }

    public override void Committed() => answer(CommandStatus.Ok);

    public override void Failed(Exception error) => answer(text.Operator.TemporaryError);

    private void Count() => intake.Count(text, _outcome);
}

/// <summary>What became of one PDU's text, for the counters.</summary>
/// <param name="Repeated">Whether it was one more copy of a text.</param>
/// <param name="Released">The report that it released; null: none.</param>
/// <param name="ReleasedEarly">Other texts that had to be released to keep the memory within its limits; null: none.</param>
internal readonly record struct IntakeOutcome(bool Repeated, ReportData? Released, IReadOnlyList<ReportData>? ReleasedEarly = null);
