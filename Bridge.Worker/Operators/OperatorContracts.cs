using Bridge.Protocol.Smpp;

namespace Bridge.Worker.Operators;

/// <summary>A deliver_sm or data_sm as one link read it, the text or receipt in it not decoded.</summary>
/// <param name="ReadAt">When it was read, on the wall clock, for time stamps.</param>
/// <param name="ReadTimestamp">When it was read, a <see cref="TimeProvider"/> timestamp, for durations.</param>
public sealed record InboundPdu(string Operator, string Link, Pdu Pdu, DateTimeOffset ReadAt, long ReadTimestamp);

/// <summary>Accepts people's texts from the links. Implemented by Reports.</summary>
public interface ITextIntake
{
    /// <summary>
    /// Accepts a text into the store. <paramref name="answer"/> is called exactly once, from any thread: when the text is durable
    /// (ESME_ROK) or could not be stored (the operator's temporary error). The task completes when the text is queued; until then the link
    /// does not read on.
    /// </summary>
    ValueTask AcceptTextAsync(InboundPdu inbound, Action<CommandStatus> answer, CancellationToken cancel);
}

/// <summary>Accepts delivery receipts from the links: PDUs whose esm_class says so. Implemented by Replies.</summary>
public interface IReceiptIntake
{
    /// <inheritdoc cref="ITextIntake.AcceptTextAsync"/>
    ValueTask AcceptReceiptAsync(InboundPdu inbound, Action<CommandStatus> answer, CancellationToken cancel);
}

/// <summary>Is told of every link that comes up or goes down. Implemented by Outages.</summary>
public interface ILinkListener
{
    /// <summary>A link came up or went down, which becomes link.changed.</summary>
    /// <param name="reason">In words; null while it is bound.</param>
    ValueTask LinkChangedAsync(string operatorName, string link, bool bound, string? reason, CancellationToken cancel);
}

/// <summary>The state of every link.</summary>
public interface IOperatorLinks
{
    IReadOnlyList<LinkState> Links { get; }
}

/// <summary>Sends texts to the operators.</summary>
public interface IOperatorTraffic
{
    /// <summary>
    /// Completes when the operator's window and rate have room for one more submit_sm. The caller chooses which one then and not before, so
    /// that what matters most goes next. While no link is bound, one slot at a time is given all the same.
    /// </summary>
    Task<ISubmitSlot> WaitForSlotAsync(string operatorName, CancellationToken cancel);

    /// <summary>Completes when a link of the operator that can submit is bound.</summary>
    Task WaitUntilCanSubmitAsync(string operatorName, CancellationToken cancel);

    /// <summary>
    /// How long the operator has had no bound link that can submit, on the monotonic clock. Null while it has one;
    /// <see cref="TimeSpan.MaxValue"/> when there is no such operator.
    /// </summary>
    TimeSpan? DownFor(string operatorName);
}

/// <summary>Room for one submit_sm, until it is disposed of.</summary>
public interface ISubmitSlot : IDisposable
{
    /// <summary>
    /// Sends it over a bound transmit link and waits for the answer, for ResponseTimeout at most. <see cref="RequestResult.NotWritten"/>
    /// when no such link is bound.
    /// </summary>
    /// <param name="isLinkFault">
    /// Which refusals are the link's fault rather than the text's: another bound link is then tried at once.
    /// </param>
    /// <exception cref="ArgumentException">
    /// A field is longer than the spec allows. Nothing was written, and trying again changes nothing.
    /// </exception>
    Task<RequestOutcome> SubmitAsync(SubmitSm submit, Predicate<Pdu> isLinkFault);
}

/// <summary>For the service manager: the daemon is ready once it knows the state of each link.</summary>
public interface IFirstTries
{
    /// <summary>Completes when every link has been bound or has failed once.</summary>
    Task Done { get; }
}

/// <summary>What a person may do to a link of the running daemon. A restart forgets it.</summary>
public interface ILinkMaintenance
{
    /// <summary>Finishes what is in flight, unbinds, and stays down until <see cref="Resume"/>.</summary>
    /// <returns>Null: there is no such link.</returns>
    Task<LinkState?> DrainAsync(string operatorName, string link, CancellationToken cancel);

    /// <summary>Binds again.</summary>
    /// <returns>Null: there is no such link.</returns>
    LinkState? Resume(string operatorName, string link);
}

/// <param name="Since">When the state began.</param>
public sealed record LinkState(string Operator, string Link, bool Bound, DateTimeOffset Since, string? Reason)
{
    /// <summary>Down by command, until it is resumed.</summary>
    public bool Drained { get; init; }
}
