using Bridge.Protocol.Smpp;
using Bridge.Worker.Configuration;
using Bridge.Worker.Supervision;

namespace Bridge.Worker.Operators;

/// <summary>Sorts what one link receives into texts, receipts and what is neither, and answers each request once.</summary>
internal sealed class LinkInbox(
    OperatorPlan plan, string link, ITextIntake texts, IReceiptIntake receipts, ILinkMetrics metrics, TimeProvider time, ILogger logger)
    : ISessionHandler
{
    private readonly LogOnce<string> _failures = new(TimeSpan.FromMinutes(1), time);

    public void OnPdu(PduDirection direction, CommandId command, CommandStatus status) =>
        metrics.Pdu(plan.Name, link, direction, command, status);

    public void OnFault(SessionFault fault) => metrics.Fault(plan.Name, link, fault);

    public async ValueTask OnRequestAsync(SmppSession session, Pdu request, CancellationToken cancel)
    {
        var kind = InboundKinds.Classify(request);
        if (kind == InboundKind.Neither)
        {
            // An intermediate notification (SMPP v3.4 §5.2.12) too: it is no text and it ends nothing, but without an answer it would come
            // again and again.
            OperatorLog.Ignored(logger, plan.Name, link, request.Command.SpecName());
            if (Responses.CreateFor(request, CommandStatus.Ok) is { } done) session.Respond(done);
            return;
        }

        var answer = new OneAnswer(session, request);
        try
        {
            var read = new InboundPdu(plan.Name, link, request, time.GetUtcNow(), time.GetTimestamp());
            await (kind == InboundKind.Text
                ? texts.AcceptTextAsync(read, answer.Give, cancel)
                : receipts.AcceptReceiptAsync(read, answer.Give, cancel));
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The session is over: the operator has no answer and will send it again.
        }
        catch (Exception failure)
        {
            // The operator has to keep it: it is the only copy.
            answer.Give(plan.TemporaryError);
            Log(failure, request);
        }
    }

    private void Log(Exception failure, Pdu request)
    {
        var name = failure.GetType().Name;
        if (!_failures.IsDue(name, out var more)) return;
        OperatorLog.NotAccepted(logger, plan.Name, link, request.Command.SpecName(), name, plan.TemporaryError.SpecName(), more);
    }

    /// <summary>A second answer to one request could be matched with another request.</summary>
    private sealed class OneAnswer(SmppSession session, Pdu request)
    {
        private bool _given;

        public void Give(CommandStatus status)
        {
            if (!Interlocked.Exchange(ref _given, true)) session.Respond(Responses.CreateFor(request, status)!);
        }
    }
}
