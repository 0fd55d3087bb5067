using Bridge.Protocol.Smpp;
using Bridge.Worker.Store;

namespace Bridge.Worker.Replies;

/// <summary>Puts one try to submit a part, and its answer, into the evidence record. Nobody waits for it: a reply must not.</summary>
internal sealed class SubmitRecord(
    Reply reply, int number, SubmitSm submit, DateTimeOffset sentAt, RequestOutcome outcome, DateTimeOffset answeredAt) : StoreWork
{
    public override void Run(StoreTransaction transaction)
    {
        // What was never written was never sent.
        if (outcome.Result != RequestResult.NotWritten) transaction.Records.Submit(reply, number, submit, sentAt, outcome, answeredAt);
    }

    public override void Committed()
    {
    }

    public override void Failed(Exception error)
    {
        // The writer has logged it.
    }
}
