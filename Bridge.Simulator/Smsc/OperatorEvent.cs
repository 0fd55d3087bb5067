using Bridge.Protocol.Smpp;

namespace Bridge.Simulator.Smsc;

/// <summary>
/// Something that happened at a simulated operator, for screens and tests. Raised on the session's own threads: handle it quickly.
/// </summary>
public abstract record OperatorEvent(string Operator);

public sealed record LinkBound(string Operator, string SystemId, BindMode Mode) : OperatorEvent(Operator);

public sealed record BindRefused(string Operator, CommandStatus Status) : OperatorEvent(Operator);

public sealed record LinkEnded(string Operator, SessionEnd End) : OperatorEvent(Operator);

/// <summary>A submit_sm came. The answer is null when it got none.</summary>
public sealed record PartSubmitted(string Operator, SubmitSm Submit, string MessageId, CommandStatus? Answer) : OperatorEvent(Operator);

/// <summary>The bridge answered a delivery receipt.</summary>
public sealed record ReceiptReturned(string Operator, string MessageId, MessageState State, CommandStatus Answer) : OperatorEvent(Operator);

/// <summary>A deliver_sm goes out once more with the same content.</summary>
/// <param name="Why">The status of the refusal, "no answer", "connection lost" or "on request".</param>
public sealed record DeliverRepeated(string Operator, string Why) : OperatorEvent(Operator);

/// <summary>The simulator itself failed: a test during which this is raised proves nothing.</summary>
public sealed record OperatorFailed(string Operator, Exception Exception) : OperatorEvent(Operator);
