using Bridge.Protocol.Smpp;

namespace Bridge.Worker.Operators;

/// <summary>A deliver_sm or data_sm that carries a person's text, as one link read it. The PDU is the operator's word, undecoded.</summary>
/// <param name="ReadAt">The moment it was read, wall clock, for stamps.</param>
/// <param name="ReadTimestamp">The same on the monotonic clock, for durations.</param>
public sealed record InboundPdu(string Operator, string Link, Pdu Pdu, DateTimeOffset ReadAt, long ReadTimestamp);

/// <summary>Where the links hand the texts of people. Implemented by Reports.</summary>
public interface ITextIntake
{
    /// <summary>
    /// Takes a text into the store. <paramref name="answer"/> is called exactly once, from any thread, when it is durable (ESME_ROK) or
    /// could not be stored (the operator's temporary error). The returned task is done when the text is queued: until then the link does
    /// not read on.
    /// </summary>
    ValueTask TextAsync(InboundPdu inbound, Action<CommandStatus> answer, CancellationToken cancel);
}

/// <summary>Where the links hand delivery receipts: PDUs whose esm_class says so. Implemented by Replies.</summary>
public interface IReceiptIntake
{
    /// <inheritdoc cref="ITextIntake.TextAsync"/>
    ValueTask ReceiptAsync(InboundPdu inbound, Action<CommandStatus> answer, CancellationToken cancel);
}

/// <summary>Hears of the state of the links. Implemented by Outages.</summary>
public interface ILinkListener
{
    /// <summary>A link came up or went down: becomes link.changed. Never throws.</summary>
    ValueTask LinkChangedAsync(string operatorName, string link, bool bound, string? reason, CancellationToken cancel);
}

/// <summary>How the links stand.</summary>
public interface IOperatorLinks
{
    IReadOnlyList<LinkState> Links { get; }
}

/// <summary>The way of texts out to the operators.</summary>
public interface IOperatorTraffic
{
    /// <summary>
    /// Completes when the operator's window and rate have room for one more submit_sm. Which one is chosen then and not before, so that
    /// what matters most goes next. Without a bound link one turn at a time is given all the same.
    /// </summary>
    Task<ISubmitTurn> TurnAsync(string operatorName, CancellationToken cancel);

    /// <summary>Completes when a link of the operator that can submit is bound.</summary>
    Task WaitUntilCanSubmitAsync(string operatorName, CancellationToken cancel);

    /// <summary>
    /// Since when the operator has had no bound link that can submit, on the monotonic clock; null while it has one, the longest span when
    /// it is not configured.
    /// </summary>
    TimeSpan? DownFor(string operatorName);
}

/// <summary>Room for one submit_sm, until it is disposed of.</summary>
public interface ISubmitTurn : IDisposable
{
    /// <summary>
    /// Sends it over a bound transmit link. <see cref="RequestResult.NotWritten"/> when none is bound. What was written is waited for,
    /// within ResponseTimeout.
    /// </summary>
    /// <param name="isOfTheLink">Which refusals are the link's fault rather than the text's: another bound link is then tried at
    /// once.</param>
    /// <exception cref="ArgumentException">A field is past the spec's length; nothing was written, and trying again changes
    /// nothing.</exception>
    Task<RequestOutcome> SubmitAsync(SubmitSm submit, Predicate<Pdu> isOfTheLink);
}

/// <summary>For the service manager: a daemon is ready once it knows of each link how it stands.</summary>
public interface IFirstTries
{
    /// <summary>Completes when every link has been bound or has failed once.</summary>
    Task Done { get; }
}

/// <summary>What a person may do to a link of the running daemon. A restart forgets it.</summary>
public interface ILinkMaintenance
{
    /// <summary>Finishes what is in flight, unbinds, and stays down until <see cref="Resume"/>. Null: there is no such link.</summary>
    Task<LinkState?> DrainAsync(string operatorName, string link, CancellationToken cancel);

    /// <summary>Binds again. Null: there is no such link.</summary>
    LinkState? Resume(string operatorName, string link);
}

/// <param name="Since">When the state began.</param>
public sealed record LinkState(string Operator, string Link, bool Bound, DateTimeOffset Since, string? Reason)
{
    /// <summary>Down by command, until it is resumed.</summary>
    public bool Drained { get; init; }
}
