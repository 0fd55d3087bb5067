namespace Bridge.Protocol.Centre;

/// <summary>Reads a command so that its sender learns of every fault at once.</summary>
internal static class CommandReader
{
    private const int MaxId = 200;
    private const int MaxName = 200;
    /// <summary>What 255 parts of 153 septets hold; of a text that takes more of each part, the splitter says how many it needs.</summary>
    private const int MaxText = 255 * 153;

    private const string IdAllowed = "a string of 1 to 200 characters";
    private const string TextAllowed = "a string of 1 to 39015 characters, not all of them blank";
    private const string ValidForAllowed = "an ISO 8601 duration of weeks, or of days, hours, minutes and seconds, from PT1S to P7D";
    private const string OperatorAllowed = "the name of an operator";

    private static readonly string KindAllowed = "one of " + string.Join(", ", ReplyKindName.All);
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

    public static CommandReading Read(ReadOnlySpan<byte> json)
    {
        var problems = new List<string>();
        if (EnvelopeJson.Parse(json, out var fault) is not { } root) return new CommandReading(null, null, [fault]);

        var envelope = new JsonFields(root, "$", problems);
        if (envelope.RequiredText("specversion", 8, "\"1.0\"") is { } version && version != "1.0")
        {
            envelope.Fault("specversion", "must be \"1.0\"");
        }
        var id = envelope.RequiredText("id", MaxId, IdAllowed);
        envelope.RequiredText("source", 2000, "a URI reference of 1 to 2000 characters");
        var name = CommandName(envelope);
        var data = envelope.RequiredObject("data", "an object with the command's fields");

        // With a fault in the id the data is still read: every fault is told at once.
        var command = name is null || data is null ? null : Data(name, id ?? "", data);
        return new CommandReading(id, problems.Count == 0 ? command : null, problems);
    }

    private static string? CommandName(JsonFields envelope)
    {
        if (envelope.RequiredText("type", 2000, TypeAllowed) is not { } type) return null;

        var name = type.StartsWith(CloudEvent.TypePrefix, StringComparison.Ordinal) ? type[CloudEvent.TypePrefix.Length..] : "";
        if (Supported.Contains(name)) return name;
        // A name is named so that its sender finds the slip; anything else that stands there is nobody's business.
        var named = type.Length <= 64 && type.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_') ? type + " " : "";
        return envelope.Fault("type", $"{named}is not known; allowed is {TypeAllowed}");
    }

    private static Command? Data(string name, string id, JsonFields data) => name switch
    {
        CommandNames.ReplySend => Reply(id, data),
        CommandNames.ReportTaken => data.RequiredText("reportId", MaxId, IdAllowed) is { } report ? new ReportTaken(id, report) : null,
        CommandNames.ConversationClose =>
            data.RequiredText("conversationId", MaxId, IdAllowed) is { } conversation ? new ConversationClose(id, conversation) : null,
        CommandNames.ServiceSuspend => new ServiceSuspend(id, data.OptionalText("operator", MaxName, OperatorAllowed)),
        CommandNames.ServiceResume => new ServiceResume(id, data.OptionalText("operator", MaxName, OperatorAllowed)),
        CommandNames.RegistrationPut => RegistrationReader.Put(id, data),
        CommandNames.RegistrationRemove => RegistrationReader.Remove(id, data),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    private static ReplySend? Reply(string id, JsonFields data)
    {
        CheckTarget(data);
        var msisdn = RegistrationReader.Msisdn(data, required: false);
        var kind = Kind(data);
        var text = data.RequiredText("text", MaxText, TextAllowed);
        var validFor = ValidFor(data);
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

    private static ReplyKind? Kind(JsonFields data)
    {
        if (data.RequiredText("kind", 100, KindAllowed) is not { } name) return null;
        foreach (var kind in Enum.GetValues<ReplyKind>())
        {
            if (ReplyKindName.Of(kind) == name) return kind;
        }

        data.Fault("kind", "must be " + KindAllowed);
        return null;
    }

    private static TimeSpan? ValidFor(JsonFields data)
    {
        if (data.OptionalText("validFor", 100, ValidForAllowed) is not { } text) return null;
        if (IsoDuration.TryParse(text, out var span) && span >= MinValidFor && span <= MaxValidFor) return span;
        data.Fault("validFor", "must be " + ValidForAllowed);
        return null;
    }
}
