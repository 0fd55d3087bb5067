namespace Bridge.Protocol.Centre;

/// <summary>Reads a command, and collects every problem, so that its sender learns of all at once.</summary>
internal static class CommandReader
{
    private const int MaxId = 200;
    private const int MaxName = 200;

    /// <summary>
    /// What 255 parts of 153 septets hold. A shorter text may still need too many parts, which is checked when it is split.
    /// </summary>
    private const int MaxText = 255 * 153;

    private const string IdAllowed = "a string of 1 to 200 characters";
    private const string TextAllowed = "a string of 1 to 39015 characters, not all of them blank";
    private const string ValidForAllowed = "an ISO 8601 duration of weeks, or of days, hours, minutes and seconds, from PT1S to P7D";
    private const string OperatorAllowed = "the name of an operator";

    private static readonly string KindAllowed = "one of " + string.Join(", ", ReplyKindNames.All);
    private static readonly TimeSpan MinValidFor = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxValidFor = TimeSpan.FromDays(7);

    private static readonly string[] Supported =
    [
        CommandNames.ReplySend, CommandNames.ReportTaken, CommandNames.ConversationClose, CommandNames.ServiceSuspend,
            CommandNames.ServiceResume,
        CommandNames.RegistrationPut, CommandNames.RegistrationRemove,
    ];

    private static readonly string TypeAllowed =
        "one of " + string.Join(", ", Supported.Select(name => CloudEvent.TypePrefix + name));

    public static CommandReadResult Read(ReadOnlySpan<byte> json)
    {
        var problems = new List<string>();
        if (EnvelopeJson.Parse(json, out var fault) is not { } root) return new CommandReadResult(null, null, [fault]);

        var envelope = new JsonFields(root, "$", problems);
        if (envelope.RequiredText("specversion", 8, "\"1.0\"") is { } version && version != "1.0")
        {
            envelope.Fault("specversion", "must be \"1.0\"");
        }
        var id = envelope.RequiredText("id", MaxId, IdAllowed);
        envelope.RequiredText("source", 2000, "a URI reference of 1 to 2000 characters");
        var name = ReadName(envelope);
        var data = envelope.RequiredObject("data", "an object with the command's fields");

        // The data is read even if the id is at fault, because every problem is reported at once.
        var command = name is null || data is null ? null : ReadCommand(name, id ?? "", data);
        return new CommandReadResult(id, problems.Count == 0 ? command : null, problems);
    }

    private static string? ReadName(JsonFields envelope)
    {
        if (envelope.RequiredText("type", 2000, TypeAllowed) is not { } type) return null;

        var name = type.StartsWith(CloudEvent.TypePrefix, StringComparison.Ordinal) ? type[CloudEvent.TypePrefix.Length..] : "";
        if (Supported.Contains(name)) return name;

        // The problem quotes the type if it looks like a name, so that its sender finds the slip. Anything else may be personal.
        var quoted = type.Length <= 64 && type.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_') ? type + " " : "";
        return envelope.Fault("type", $"{quoted}is not known; allowed is {TypeAllowed}");
    }

    private static Command? ReadCommand(string name, string id, JsonFields data) => name switch
    {
        CommandNames.ReplySend => ReadReply(id, data),
        CommandNames.ReportTaken => data.RequiredText("reportId", MaxId, IdAllowed) is { } report ? new ReportTaken(id, report) : null,
        CommandNames.ConversationClose =>
            data.RequiredText("conversationId", MaxId, IdAllowed) is { } conversation ? new ConversationClose(id, conversation) : null,
        CommandNames.ServiceSuspend => new ServiceSuspend(id, data.OptionalText("operator", MaxName, OperatorAllowed)),
        CommandNames.ServiceResume => new ServiceResume(id, data.OptionalText("operator", MaxName, OperatorAllowed)),
        CommandNames.RegistrationPut => RegistrationReader.ReadPut(id, data),
        CommandNames.RegistrationRemove => RegistrationReader.ReadRemove(id, data),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    private static ReplySend ReadReply(string id, JsonFields data)
    {
        CheckTarget(data);
        var msisdn = RegistrationReader.ReadMsisdn(data, required: false);
        var kind = ReadKind(data);
        var text = data.RequiredText("text", MaxText, TextAllowed);
        var validFor = ReadValidFor(data);
        var reply = new ReplySend(id)
        {
            ReportId = data.OptionalText("reportId", MaxId, IdAllowed),
            ConversationId = data.OptionalText("conversationId", MaxId, IdAllowed),
            Msisdn = msisdn,
            Operator = data.OptionalText("operator", MaxName, OperatorAllowed),
            Kind = kind ?? default,
            Text = text ?? "",
        };
        return validFor is { } span ? reply with { ValidFor = span } : reply;
    }

    private static void CheckTarget(JsonFields data)
    {
        var targets = new[] { "reportId", "conversationId", "msisdn" }.Count(data.Has);
        if (targets != 1) data.Fault($"{targets} targets; exactly one is allowed: reportId, conversationId, or msisdn with operator");
        if (data.Has("msisdn") && !data.Has("operator")) data.Fault("operator", "is required with msisdn: the name of an operator");
        if (data.Has("operator") && !data.Has("msisdn")) data.Fault("operator", "is allowed only together with msisdn");
    }

    private static ReplyKind? ReadKind(JsonFields data)
    {
        if (data.RequiredText("kind", 100, KindAllowed) is not { } name) return null;
        foreach (var kind in Enum.GetValues<ReplyKind>())
        {
            if (kind.ContractName() == name) return kind;
        }

        data.Fault("kind", "must be " + KindAllowed);
        return null;
    }

    private static TimeSpan? ReadValidFor(JsonFields data)
    {
        if (data.OptionalText("validFor", 100, ValidForAllowed) is not { } text) return null;
        if (IsoDuration.TryParse(text, out var span) && span >= MinValidFor && span <= MaxValidFor) return span;
        data.Fault("validFor", "must be " + ValidForAllowed);
        return null;
    }
}
