namespace Bridge.Protocol.Centre;

/// <summary>What the centre asks of the bridge. <paramref name="Id"/> is the CloudEvent's own: a repeated one is done once.</summary>
public abstract record Command(string Id)
{
    public abstract string CommandName { get; }

    /// <summary>Never the data: it holds texts and numbers.</summary>
    public sealed override string ToString() => CommandName;
}

public enum ReplyKind
{
    Confirmation,
    Question,
    Information,
}

/// <summary>Exactly one target: a report, a conversation, or a number with its operator.</summary>
public sealed record ReplySend(string Id) : Command(Id)
{
    public string? ReportId { get; init; }
    public string? ConversationId { get; init; }
    public string? Msisdn { get; init; }
    public string? Operator { get; init; }
    public required ReplyKind Kind { get; init; }
    public required string Text { get; init; }

    /// <summary>How long the reply is worth sending. Default PT30M; 1 second to 7 days.</summary>
    public TimeSpan ValidFor { get; init; } = TimeSpan.FromMinutes(30);
    public override string CommandName => CommandNames.ReplySend;
}

public sealed record ReportTaken(string Id, string ReportId) : Command(Id)
{
    public override string CommandName => CommandNames.ReportTaken;
}

public sealed record ConversationClose(string Id, string ConversationId) : Command(Id)
{
    public override string CommandName => CommandNames.ConversationClose;
}

/// <param name="Operator">Null: every operator.</param>
public sealed record ServiceSuspend(string Id, string? Operator) : Command(Id)
{
    public override string CommandName => CommandNames.ServiceSuspend;
}

/// <param name="Operator">Null: every operator.</param>
public sealed record ServiceResume(string Id, string? Operator) : Command(Id)
{
    public override string CommandName => CommandNames.ServiceResume;
}

/// <summary>A person's number, from now on, in place of what was registered for it.</summary>
public sealed record RegistrationPut(string Id) : Command(Id)
{
    /// <summary>E.164 without the plus.</summary>
    public required string Msisdn { get; init; }

    /// <summary>Where the number is served: the activation text goes through it.</summary>
    public required string Operator { get; init; }
    public required string Name { get; init; }
    public required string Address { get; init; }

    /// <summary>zh-Hant, zh-Hans or en.</summary>
    public string Language { get; init; } = "zh-Hant";
    public IReadOnlyList<string> Contacts { get; init; } = [];

    /// <summary>Whether to send the activation text; without it the registration is active at once.</summary>
    public bool Notify { get; init; } = true;
    public override string CommandName => CommandNames.RegistrationPut;
}

public sealed record RegistrationRemove(string Id, string Msisdn) : Command(Id)
{
    public override string CommandName => CommandNames.RegistrationRemove;
}

public static class CommandNames
{
    public const string ReplySend = "reply.send";
    public const string ReportTaken = "report.taken";
    public const string ConversationClose = "conversation.close";
    public const string ServiceSuspend = "service.suspend";
    public const string ServiceResume = "service.resume";
    public const string RegistrationPut = "registration.put";
    public const string RegistrationRemove = "registration.remove";
}
