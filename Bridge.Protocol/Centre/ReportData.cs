namespace Bridge.Protocol.Centre;

/// <summary>report.received and report.amended: one text from a person, complete or with its gaps marked.</summary>
public sealed record ReportData : EventData
{
    private readonly bool _amended;

    /// <summary>Creates the data of one event; its fields are set by an initializer.</summary>
    /// <param name="amended">Whether the event is report.amended, which tells of late parts. Default: report.received.</param>
    public ReportData(bool amended = false) => _amended = amended;

    /// <inheritdoc/>
    public override string EventName => _amended ? EventNames.ReportAmended : EventNames.ReportReceived;

    /// <summary>The report's id. report.amended has the id of the report that it amends.</summary>
    public required string ReportId { get; init; }

    /// <summary>The conversation that the report belongs to.</summary>
    public required string ConversationId { get; init; }

    /// <summary>The operator that the text came from.</summary>
    public required string Operator { get; init; }

    /// <summary>mobile or fixed.</summary>
    public required string Network { get; init; }

    /// <summary>The link over which the first part came.</summary>
    public required string Link { get; init; }

    /// <summary>Who sent the text.</summary>
    public required Sender Sender { get; init; }

    /// <summary>The number that the text was sent to.</summary>
    public required string ShortCode { get; init; }

    /// <summary>The text. In place of a missing part stands <c>[2/3 missing]</c>. Empty after erasure.</summary>
    public required string Text { get; init; }

    /// <summary>What was decoded: gsm7, ucs2, latin1, ascii or binary.</summary>
    public required string Alphabet { get; init; }

    /// <summary>The text's language by its characters: zh-Hant, zh-Hans, zh, en or und.</summary>
    public required string Language { get; init; }

    /// <summary>When the first part came.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When the confirmation is due.</summary>
    public required DateTimeOffset ConfirmBy { get; init; }

    /// <summary>Which parts have come.</summary>
    public required PartCount Parts { get; init; }

    /// <summary>Whether all parts have come.</summary>
    public required bool Complete { get; init; }

    /// <summary>An earlier report of the sender with the same text. Null if there is none.</summary>
    public string? ResendOf { get; init; }

    /// <summary>What was registered for the sender's number. Null if nothing was, and after erasure.</summary>
    public RegistrationData? Registration { get; init; }

    /// <summary>Whether the sender was in a network outside Hong Kong.</summary>
    public bool OutsideHongKong { get; init; }

    /// <summary>Whether the sender is one of the operator's test numbers. No deadline applies to a test.</summary>
    public bool Test { get; init; }

    /// <summary>The sender's conversation before this one. Null if none is known.</summary>
    public string? PreviousConversationId { get; init; }

    /// <summary>
    /// Whether the last text to the sender was an activation text. The report may be an answer to it, but is an emergency until somebody
    /// knows better.
    /// </summary>
    public bool RepliesToActivation { get; init; }

    /// <summary>Each doubt about the text, in words. Empty if there is none.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>
    /// The user data of each part as received, with its header; base64 in JSON. Two for a PDU that filled both short_message and
    /// message_payload. Empty after erasure.
    /// </summary>
    public required IReadOnlyList<ReadOnlyMemory<byte>> Raw { get; init; }

    /// <summary>The name alone, because the data must not reach a log.</summary>
    public override string ToString() => EventName;
}

/// <summary>Who sent a text.</summary>
/// <param name="Msisdn">The number, E.164 without plus. Null if the sender is no number, and after erasure.</param>
/// <param name="Raw">source_addr as received. Empty after erasure.</param>
/// <param name="Ton">source_addr_ton as received.</param>
/// <param name="Npi">source_addr_npi as received.</param>
public sealed record Sender(string? Msisdn, string Raw, byte Ton, byte Npi)
{
    /// <summary>The type's name alone, because the number must not reach a log.</summary>
    public override string ToString() => nameof(Sender);
}

/// <summary>Which parts of a text have come.</summary>
/// <param name="Expected">How many parts the text has.</param>
/// <param name="Received">How many have come.</param>
/// <param name="Missing">The numbers of the others, from 1.</param>
public sealed record PartCount(int Expected, int Received, IReadOnlyList<int> Missing);

/// <summary>What was registered for the sender's number when the first part of the text came.</summary>
/// <param name="Name">The person's name.</param>
/// <param name="Address">The person's address.</param>
/// <param name="Language">The person's language: zh-Hant, zh-Hans or en.</param>
/// <param name="Contacts">Whom to call for the person.</param>
public sealed record RegistrationData(string? Name, string? Address, string? Language, IReadOnlyList<string> Contacts)
{
    /// <summary>The type's name alone, because the data must not reach a log.</summary>
    public override string ToString() => nameof(RegistrationData);
}

/// <summary>The operator delivered a text again.</summary>
/// <param name="ReportId">The report that the text became the first time.</param>
/// <param name="Copies">How many complete copies have come, the first included.</param>
/// <param name="LastAt">When the last copy came.</param>
public sealed record ReportRepeated(string ReportId, int Copies, DateTimeOffset LastAt) : EventData
{
    /// <inheritdoc/>
    public override string EventName => EventNames.ReportRepeated;
}

/// <summary>A report has waited too long.</summary>
/// <param name="ReportId">The report.</param>
/// <param name="Stage">not-taken, warning (half of the deadline) or breach (the deadline).</param>
/// <param name="Age">Whole seconds since the first part came.</param>
public sealed record ReportOverdue(string ReportId, string Stage, long Age) : EventData
{
    /// <inheritdoc/>
    public override string EventName => EventNames.ReportOverdue;
}
