namespace Bridge.Protocol.Centre;

/// <summary>
/// The data of one event to the centre. The event's name (without the "hk.992." prefix) is <see cref="EventName"/>; the fields are the
/// contract's, in camel case.
/// </summary>
public abstract record EventData
{
    public abstract string EventName { get; }
}

public sealed record Sender(string? Msisdn, string Raw, byte Ton, byte Npi)
{
    public override string ToString() => "Sender";
}

/// <param name="Missing">Part numbers, from 1.</param>
public sealed record PartCount(int Expected, int Received, IReadOnlyList<int> Missing);

/// <summary>What the registry knew of the sender when the text came.</summary>
public sealed record RegistrationData(string? Name, string? Address, string? Language, IReadOnlyList<string> Contacts)
{
    public override string ToString() => "RegistrationData";
}

/// <summary>report.received and report.amended: one text from a person, whole or with its gaps marked.</summary>
public sealed record ReportData : EventData
{
    private readonly bool _amended;

    public ReportData(bool amended = false) => _amended = amended;

    public override string EventName => _amended ? EventNames.ReportAmended : EventNames.ReportReceived;

    public required string ReportId { get; init; }
    public required string ConversationId { get; init; }
    public required string Operator { get; init; }

    /// <summary>mobile or fixed.</summary>
    public required string Network { get; init; }
    public required string Link { get; init; }
    public required Sender Sender { get; init; }
    public required string ShortCode { get; init; }
    public required string Text { get; init; }

    /// <summary>gsm7, ucs2, latin1, ascii or binary.</summary>
    public required string Alphabet { get; init; }

    /// <summary>zh-Hant, zh-Hans, zh, en or und.</summary>
    public required string Language { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
    public required DateTimeOffset ConfirmBy { get; init; }
    public required PartCount Parts { get; init; }
    public required bool Complete { get; init; }
    public string? ResendOf { get; init; }
    public RegistrationData? Registration { get; init; }
    public bool OutsideHongKong { get; init; }
    public bool Test { get; init; }

    /// <summary>The sender's conversation before this one, which had ended by silence or by command; null when none is known.</summary>
    public string? PreviousConversationId { get; init; }

    /// <summary>
    /// The sender was last sent an activation text, which asks not to be answered: it may be a test, and is an emergency until somebody
    /// knows better.
    /// </summary>
    public bool RepliesToActivation { get; init; }
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>Each part's user data as it came, UDH included; base64 in JSON.</summary>
    public required IReadOnlyList<ReadOnlyMemory<byte>> Raw { get; init; }

    public override string ToString() => EventName;
}

/// <param name="Copies">Whole texts, the first included.</param>
public sealed record ReportRepeated(string ReportId, int Copies, DateTimeOffset LastAt) : EventData
{
    public override string EventName => EventNames.ReportRepeated;
}

/// <param name="Stage">not-taken, warning or breach.</param>
/// <param name="Age">Whole seconds since the first part.</param>
public sealed record ReportOverdue(string ReportId, string Stage, long Age) : EventData
{
    public override string EventName => EventNames.ReportOverdue;
}

public sealed record AcceptedPart(string MessageId);

public sealed record ReplyAccepted(string CommandId, string? ReportId, string Operator, IReadOnlyList<AcceptedPart> Parts) : EventData
{
    /// <summary>What the person may not read as it was written, in words without its content.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>Some of it was sent again because an answer had not come: the person may read it twice.</summary>
    public bool PossibleDuplicate { get; init; }

    public override string EventName => EventNames.ReplyAccepted;
}

public sealed record ReplyDelivered(string CommandId, DateTimeOffset DeliveredAt) : EventData
{
    /// <summary>As in reply.accepted, as far as it is known by now.</summary>
    public bool PossibleDuplicate { get; init; }

    public override string EventName => EventNames.ReplyDelivered;
}

public sealed record NetworkErrorData(int Type, int Code);

/// <param name="State">SMPP's word (UNDELIVERABLE, EXPIRED, REJECTED, DELETED, UNKNOWN) or null.</param>
/// <param name="Final">True: nothing more is tried.</param>
public sealed record ReplyFailed(string CommandId, string Reason, string? State, NetworkErrorData? NetworkError, bool Final) : EventData
{
    public override string EventName => EventNames.ReplyFailed;
}

public sealed record CommandRejected(string? CommandId, IReadOnlyList<string> Problems) : EventData
{
    public override string EventName => EventNames.CommandRejected;
}

/// <summary>The operator took an automatic text to the report's sender.</summary>
/// <param name="Kind">unavailable, unregistered, outside-hong-kong or suspended.</param>
/// <param name="Language">The language it was written in: zh-Hant, zh-Hans or en; zh-Hant+en for both after one another.</param>
public sealed record NoticeSent(string ReportId, string Kind, string Language) : EventData
{
    public override string EventName => EventNames.NoticeSent;
}

/// <summary>An automatic text did not reach the report's sender, who so does not know what it was to say.</summary>
public sealed record NoticeFailed(string ReportId, string Kind, string Reason) : EventData
{
    public override string EventName => EventNames.NoticeFailed;
}

/// <summary>The person of this number may now use the service.</summary>
public sealed record RegistrationActivated(string Msisdn, string Reason) : EventData
{
    public override string EventName => EventNames.RegistrationActivated;

    public override string ToString() => EventName;
}

/// <summary>The activation text did not reach this number: the office where the person registered should ask.</summary>
public sealed record RegistrationFailed(string Msisdn, string Reason) : EventData
{
    public override string EventName => EventNames.RegistrationFailed;

    public override string ToString() => EventName;
}

/// <param name="State">bound or down.</param>
public sealed record LinkChanged(string Operator, string Link, string State, string? Reason) : EventData
{
    public override string EventName => EventNames.LinkChanged;
}

/// <summary>A sender whose text has no delivered confirmation.</summary>
/// <param name="Msisdn">Null for a sender that is no number.</param>
/// <param name="Since">When the oldest of the texts came.</param>
/// <param name="Texts">How many wait; <paramref name="ReportIds"/> are the oldest of them.</param>
public sealed record UnansweredSender(string? Msisdn, string Operator, DateTimeOffset Since, int Texts, IReadOnlyList<string> ReportIds)
{
    public override string ToString() => nameof(UnansweredSender);
}

/// <summary>Something was down and is back: who may have been left without an answer.</summary>
/// <param name="Cause">bus, store, operator or bridge.</param>
/// <param name="Operator">Which, where the cause is one.</param>
/// <param name="Unanswered">The longest waiting first.</param>
/// <param name="More">Senders beyond those listed.</param>
public sealed record OutageEnded(
    string Cause, string? Operator, DateTimeOffset From, DateTimeOffset Until, IReadOnlyList<UnansweredSender> Unanswered, int More)
        : EventData
{
    public override string EventName => EventNames.OutageEnded;

    public override string ToString() => EventName;
}

public static class EventNames
{
    public const string ReportReceived = "report.received";
    public const string ReportAmended = "report.amended";
    public const string ReportRepeated = "report.repeated";
    public const string ReportOverdue = "report.overdue";
    public const string ReplyAccepted = "reply.accepted";
    public const string ReplyDelivered = "reply.delivered";
    public const string ReplyFailed = "reply.failed";
    public const string CommandRejected = "command.rejected";
    public const string NoticeSent = "notice.sent";
    public const string NoticeFailed = "notice.failed";
    public const string RegistrationActivated = "registration.activated";
    public const string RegistrationFailed = "registration.failed";
    public const string LinkChanged = "link.changed";
    public const string OutageEnded = "outage.ended";
}
