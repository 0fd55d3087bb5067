using Bridge.Protocol.Smpp;
using Bridge.Worker.Operators;

namespace Bridge.Tests.Operators;

internal static class LinksSubmit
{
    /// <summary>Waits for a slot and uses it, as a sender with a single thing to say does; not while the operator is down.</summary>
    public static async Task<RequestOutcome> SubmitAsync(
        this IOperatorTraffic traffic, string operatorName, SubmitSm submit, CancellationToken cancel, Predicate<Pdu>? isLinkFault = null)
    {
        if (traffic.DownFor(operatorName) is not null) return new RequestOutcome(RequestResult.NotWritten, null);
        using var slot = await traffic.WaitForSlotAsync(operatorName, cancel);
        return await slot.SubmitAsync(submit, isLinkFault ?? (_ => false));
    }
}
