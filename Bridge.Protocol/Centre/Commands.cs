namespace Bridge.Protocol.Centre;

/// <summary>What the centre asks of the bridge. docs/bus.md describes each command.</summary>
/// <param name="Id">The id of the CloudEvent, 1 to 200 characters. A command that comes twice under one id is carried out once.</param>
public abstract record Command(string Id)
{
    /// <summary>The command's name (<see cref="CommandNames"/>).</summary>
    public abstract string CommandName { get; }

    /// <summary>The name alone, because the data holds texts and numbers.</summary>
    public sealed override string ToString() => CommandName;
}

/// <summary>What a reply is to the person who gets it.</summary>
public enum ReplyKind
{
    /// <summary>Confirms that help is under way. Stops the five-minute clock of the report.</summary>
    Confirmation,

    /// <summary>Asks the person something.</summary>
    Question,

    /// <summary>Tells the person something.</summary>
    Information,
}

/// <summary>
/// reply.send: sends a text to a person. Exactly one target is set: <see cref="ReportId"/>, <see cref="ConversationId"/>, or
/// <see cref="Msisdn"/> with <see cref="Operator"/>.
/// </summary>
/// <param name="Id">The id of the CloudEvent.</param>
public sealed record ReplySend(string Id) : Command(Id)
{
    /// <summary>The report that is answered. Null if another target is set.</summary>
    public string? ReportId { get; init; }

    /// <summary>The conversation that is answered. Null if another target is set.</summary>
    public string? ConversationId { get; init; }

    /// <summary>The person's number: 3 to 15 digits, E.164 without plus. Null if another target is set.</summary>
    public string? Msisdn { get; init; }

    /// <summary>The operator that serves <see cref="Msisdn"/>. Null if another target is set.</summary>
    public string? Operator { get; init; }

    /// <summary>What the reply is to the person.</summary>
    public required ReplyKind Kind { get; init; }

    /// <summary>The text, 1 to 39,015 characters, not all of them blank.</summary>
    public required string Text { get; init; }

    /// <summary>How long the reply is worth sending: 1 second to 7 days. Default: 30 minutes.</summary>
    public TimeSpan ValidFor { get; init; } = TimeSpan.FromMinutes(30);

    /// <inheritdoc/>
    public override string CommandName => CommandNames.ReplySend;
}

/// <summary>report.taken: the centre's own system has shown the report to a person.</summary>
/// <param name="Id">The id of the CloudEvent.</param>
/// <param name="ReportId">The report.</param>
public sealed record ReportTaken(string Id, string ReportId) : Command(Id)
{
    /// <inheritdoc/>
    public override string CommandName => CommandNames.ReportTaken;
}

/// <summary>conversation.close: the sender's next text opens another conversation.</summary>
/// <param name="Id">The id of the CloudEvent.</param>
/// <param name="ConversationId">The conversation.</param>
public sealed record ConversationClose(string Id, string ConversationId) : Command(Id)
{
    /// <inheritdoc/>
    public override string CommandName => CommandNames.ConversationClose;
}

/// <summary>service.suspend: every sender is told at once that the service is suspended. Texts are still forwarded.</summary>
/// <param name="Id">The id of the CloudEvent.</param>
/// <param name="Operator">The operator. Null means every operator.</param>
public sealed record ServiceSuspend(string Id, string? Operator) : Command(Id)
{
    /// <inheritdoc/>
    public override string CommandName => CommandNames.ServiceSuspend;
}

/// <summary>service.resume: ends <see cref="ServiceSuspend"/>.</summary>
/// <param name="Id">The id of the CloudEvent.</param>
/// <param name="Operator">The operator. Null means every operator, also one that was suspended by name.</param>
public sealed record ServiceResume(string Id, string? Operator) : Command(Id)
{
    /// <inheritdoc/>
    public override string CommandName => CommandNames.ServiceResume;
}

/// <summary>registration.put: registers a person's number. It replaces what was registered for the number.</summary>
/// <param name="Id">The id of the CloudEvent.</param>
public sealed record RegistrationPut(string Id) : Command(Id)
{
    /// <summary>The number: 3 to 15 digits, E.164 without plus.</summary>
    public required string Msisdn { get; init; }

    /// <summary>The operator that serves the number. The activation text goes through it.</summary>
    public required string Operator { get; init; }

    /// <summary>The person's name, 1 to 200 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The person's address, 1 to 1,000 characters.</summary>
    public required string Address { get; init; }

    /// <summary>The person's language: zh-Hant, zh-Hans or en. Default: zh-Hant.</summary>
    public string Language { get; init; } = "zh-Hant";

    /// <summary>Whom to call for the person: at most 10, each 1 to 200 characters. Default: none.</summary>
    public IReadOnlyList<string> Contacts { get; init; } = [];

    /// <summary>Whether to send the activation text. Without it the registration is active at once. Default: true.</summary>
    public bool Notify { get; init; } = true;

    /// <inheritdoc/>
    public override string CommandName => CommandNames.RegistrationPut;
}

/// <summary>registration.remove: removes what is registered for a number.</summary>
/// <param name="Id">The id of the CloudEvent.</param>
/// <param name="Msisdn">The number: 3 to 15 digits, E.164 without plus.</param>
public sealed record RegistrationRemove(string Id, string Msisdn) : Command(Id)
{
    /// <inheritdoc/>
    public override string CommandName => CommandNames.RegistrationRemove;
}

/// <summary>The names of the commands, which follow <see cref="CloudEvent.TypePrefix"/> in <c>type</c>.</summary>
public static class CommandNames
{
    /// <summary>See <see cref="Centre.ReplySend"/>.</summary>
    public const string ReplySend = "reply.send";

    /// <summary>See <see cref="Centre.ReportTaken"/>.</summary>
    public const string ReportTaken = "report.taken";

    /// <summary>See <see cref="Centre.ConversationClose"/>.</summary>
    public const string ConversationClose = "conversation.close";

    /// <summary>See <see cref="Centre.ServiceSuspend"/>.</summary>
    public const string ServiceSuspend = "service.suspend";

    /// <summary>See <see cref="Centre.ServiceResume"/>.</summary>
    public const string ServiceResume = "service.resume";

    /// <summary>See <see cref="Centre.RegistrationPut"/>.</summary>
    public const string RegistrationPut = "registration.put";

    /// <summary>See <see cref="Centre.RegistrationRemove"/>.</summary>
    public const string RegistrationRemove = "registration.remove";
}
