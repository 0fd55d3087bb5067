using Bridge.Protocol.Smpp;
using Bridge.Worker.Configuration;

namespace Bridge.Worker.Operators;

/// <summary>Sorts what one link receives: a text, a receipt, or something that is neither, and sees that each is answered once.</summary>
internal sealed class LinkInbox(
    OperatorPlan plan, string link, ITextIntake texts, IReceiptIntake receipts, ILinkMetrics metrics, TimeProvider time, ILogger logger)
    : ISessionHandler
{
    private static readonly TimeSpan SayAgainAfter = TimeSpan.FromMinutes(1);

    private readonly FailureLog _failures = new(SayAgainAfter);
    private int _unsaid;

    public void OnPdu(PduDirection direction, CommandId command, CommandStatus status) =>
        metrics.Pdu(plan.Name, link, direction, command, status);

    public void OnFault(SessionFault fault) => metrics.Fault(plan.Name, link, fault);

    public async ValueTask OnRequestAsync(SmppSession session, Pdu request, CancellationToken cancel)
    {
        var kind = InboundKinds.Of(request);
        if (kind == InboundKind.Neither)
        {
            // Also an intermediate notification (v3.4 §5.2.12): it is no text, it ends nothing, and unanswered it would come again and
            // again.
            OperatorLog.Ignored(logger, plan.Name, link, request.Command.SpecName());
            if (Responses.CreateFor(request, CommandStatus.Ok) is { } done) session.Respond(done);
            return;
        }

        var answer = new OneAnswer(session, request);
        try
        {
            var read = new InboundPdu(plan.Name, link, request, time.GetUtcNow(), time.GetTimestamp());
            await (kind == InboundKind.Text
                ? texts.TextAsync(read, answer.Give, cancel)
                : receipts.ReceiptAsync(read, answer.Give, cancel));
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The session is over: the operator has no answer and will send it again.
        }
        catch (Exception failure)
        {
            // Not taken, so the operator must keep it: it is the only copy.
            answer.Give(plan.TemporaryError);
            Say(failure, request);
        }
    }

    private void Say(Exception failure, Pdu request)
    {
        var name = failure.GetType().Name;
        if (_failures.Note(name, time.GetUtcNow()) == FailureNote.Silent)
        {
            _unsaid++;
            return;
        }

        OperatorLog.NotTaken(logger, plan.Name, link, request.Command.SpecName(), name, plan.TemporaryError.SpecName(), _unsaid);
        _unsaid = 0;
    }

    /// <summary>A second answer to one request would be taken for the answer to another.</summary>
    private sealed class OneAnswer(SmppSession session, Pdu request)
    {
        private bool _given;

        public void Give(CommandStatus status)
        {
            if (!Interlocked.Exchange(ref _given, true)) session.Respond(Responses.CreateFor(request, status)!);
        }
    }
}
