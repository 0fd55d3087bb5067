namespace Bridge.Protocol.Centre;

/// <summary>The data of one event to the centre. The fields have the names of docs/bus.md, in camel case.</summary>
public abstract record EventData
{
    /// <summary>The event's name (<see cref="EventNames"/>).</summary>
    public abstract string EventName { get; }
}

/// <summary>A command that came over AMQP could not be carried out.</summary>
/// <param name="CommandId">The command's id. Null if it could not be read.</param>
/// <param name="Problems">Why, in words.</param>
public sealed record CommandRejected(string? CommandId, IReadOnlyList<string> Problems) : EventData
{
    /// <inheritdoc/>
    public override string EventName => EventNames.CommandRejected;
}

/// <summary>The operator accepted an automatic text to the sender of a report.</summary>
/// <param name="ReportId">The report.</param>
/// <param name="Kind">unavailable, unregistered, outside-hong-kong or suspended.</param>
/// <param name="Language">The text's language: zh-Hant, zh-Hans, en, or zh-Hant+en for both.</param>
public sealed record NoticeSent(string ReportId, string Kind, string Language) : EventData
{
    /// <inheritdoc/>
    public override string EventName => EventNames.NoticeSent;
}

/// <summary>An automatic text did not reach the sender of a report, who does not know what it says.</summary>
/// <param name="ReportId">The report.</param>
/// <param name="Kind">unavailable, unregistered, outside-hong-kong or suspended.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record NoticeFailed(string ReportId, string Kind, string Reason) : EventData
{
    /// <inheritdoc/>
    public override string EventName => EventNames.NoticeFailed;
}

/// <summary>A registered number may use the service from now on.</summary>
/// <param name="Msisdn">The number, E.164 without plus.</param>
/// <param name="Reason">Why now, in words.</param>
public sealed record RegistrationActivated(string Msisdn, string Reason) : EventData
{
    /// <inheritdoc/>
    public override string EventName => EventNames.RegistrationActivated;

    /// <summary>The name alone, because the number must not reach a log.</summary>
    public override string ToString() => EventName;
}

/// <summary>The activation text did not reach a registered number. The office that registered the person should ask.</summary>
/// <param name="Msisdn">The number, E.164 without plus.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record RegistrationFailed(string Msisdn, string Reason) : EventData
{
    /// <inheritdoc/>
    public override string EventName => EventNames.RegistrationFailed;

    /// <summary>The name alone, because the number must not reach a log.</summary>
    public override string ToString() => EventName;
}

/// <summary>A link was bound, or was lost.</summary>
/// <param name="Operator">The operator.</param>
/// <param name="Link">The link.</param>
/// <param name="State">bound or down.</param>
/// <param name="Reason">Why the link is down, in words. Null for a link that is bound.</param>
public sealed record LinkChanged(string Operator, string Link, string State, string? Reason) : EventData
{
    /// <inheritdoc/>
    public override string EventName => EventNames.LinkChanged;
}

/// <summary>An outage is over. The event says who may have been left without an answer.</summary>
/// <param name="Cause">What was down: bus, store, operator or bridge.</param>
/// <param name="Operator">The operator that was down. Null for every other cause.</param>
/// <param name="From">When the outage began.</param>
/// <param name="Until">When it ended.</param>
/// <param name="Unanswered">The senders without an answer, at most 200. The one who has waited longest comes first.</param>
/// <param name="More">How many senders there are besides those listed.</param>
public sealed record OutageEnded(
    string Cause, string? Operator, DateTimeOffset From, DateTimeOffset Until, IReadOnlyList<UnansweredSender> Unanswered, int More)
        : EventData
{
    /// <inheritdoc/>
    public override string EventName => EventNames.OutageEnded;

    /// <summary>The name alone, because the numbers must not reach a log.</summary>
    public override string ToString() => EventName;
}

/// <summary>A sender whose reports have no delivered confirmation.</summary>
/// <param name="Msisdn">The number, E.164 without plus. Null if the sender is no number, and after erasure.</param>
/// <param name="Operator">The operator.</param>
/// <param name="Since">When the oldest of the reports came.</param>
/// <param name="Texts">How many reports there are.</param>
/// <param name="ReportIds">The oldest of them, at most 20.</param>
public sealed record UnansweredSender(string? Msisdn, string Operator, DateTimeOffset Since, int Texts, IReadOnlyList<string> ReportIds)
{
    /// <summary>The type's name alone, because the number must not reach a log.</summary>
    public override string ToString() => nameof(UnansweredSender);
}
