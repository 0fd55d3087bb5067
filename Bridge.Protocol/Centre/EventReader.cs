using System.Globalization;
using System.Text.Json;

namespace Bridge.Protocol.Centre;

/// <summary>
/// Reads what <see cref="EventWriter"/> writes. Everything here throws a <see cref="FormatException"/> that names the field.
/// </summary>
internal static class EventReader
{
    public static CentreEvent Read(ReadOnlySpan<byte> json)
    {
        if (EnvelopeJson.Parse(json, out var fault) is not { } root) throw new FormatException(fault);
        var type = Text(root, "type");
        if (!type.StartsWith(CloudEvent.TypePrefix, StringComparison.Ordinal))
        {
            throw new FormatException($"type: does not begin with {CloudEvent.TypePrefix}");
        }
        return new CentreEvent(
            type[CloudEvent.TypePrefix.Length..], Text(root, "id"), OptionalText(root, "subject"), Time(root, "time"),
            Field(root, "data", JsonValueKind.Object));
    }

    /// <summary>Null for an event that this version does not know.</summary>
    public static EventData? ReadData(string name, JsonElement data) => name switch
    {
        EventNames.ReportReceived => ReadReport(data, amended: false),
        EventNames.ReportAmended => ReadReport(data, amended: true),
        EventNames.ReportRepeated => new ReportRepeated(Text(data, "reportId"), Number(data, "copies"), Time(data, "lastAt")),
        EventNames.ReportOverdue => new ReportOverdue(Text(data, "reportId"), Text(data, "stage"), Number(data, "age")),
        EventNames.ReplyAccepted => ReadAccepted(data),
        EventNames.ReplyDelivered => new ReplyDelivered(Text(data, "commandId"), Time(data, "deliveredAt"))
        {
            PossibleDuplicate = OptionalFlag(data, "possibleDuplicate"),
        },
        EventNames.ReplyFailed => ReadFailed(data),
        EventNames.CommandRejected => new CommandRejected(OptionalText(data, "commandId"), Texts(data, "problems")),
        EventNames.NoticeSent => new NoticeSent(Text(data, "reportId"), Text(data, "kind"), Text(data, "language")),
        EventNames.NoticeFailed => new NoticeFailed(Text(data, "reportId"), Text(data, "kind"), Text(data, "reason")),
        EventNames.RegistrationActivated => new RegistrationActivated(OptionalText(data, "msisdn") ?? "", Text(data, "reason")),
        EventNames.RegistrationFailed => new RegistrationFailed(OptionalText(data, "msisdn") ?? "", Text(data, "reason")),
        EventNames.LinkChanged => new LinkChanged(
            Text(data, "operator"), Text(data, "link"), Text(data, "state"), OptionalText(data, "reason")),
        EventNames.OutageEnded => ReadOutage(data),
        _ => null,
    };

    public static ReportData ReadReport(JsonElement data, bool amended)
    {
        var sender = Field(data, "sender", JsonValueKind.Object);
        var parts = Field(data, "parts", JsonValueKind.Object);
        return new ReportData(amended)
        {
            ReportId = Text(data, "reportId"),
            ConversationId = Text(data, "conversationId"),
            Operator = Text(data, "operator"),
            Network = Text(data, "network"),
            Link = Text(data, "link"),
            Sender = new Sender(
                OptionalText(sender, "msisdn"), OptionalText(sender, "raw") ?? "",
                (byte)Number(sender, "ton", byte.MaxValue), (byte)Number(sender, "npi", byte.MaxValue)),
            ShortCode = Text(data, "shortCode"),
            Text = OptionalText(data, "text") ?? "",
            Alphabet = Text(data, "alphabet"),
            Language = Text(data, "language"),
            ReceivedAt = Time(data, "receivedAt"),
            ConfirmBy = Time(data, "confirmBy"),
            Parts = new PartCount(
                Number(parts, "expected"), Number(parts, "received"),
                [.. Items(parts, "missing").Select(number => number.TryGetInt32(out var part) ? part : throw Wrong("missing"))]),
            Complete = Flag(data, "complete"),
            ResendOf = OptionalText(data, "resendOf"),
            Registration = ReadRegistration(data),
            OutsideHongKong = Flag(data, "outsideHongKong"),
            Test = Flag(data, "test"),
            PreviousConversationId = OptionalText(data, "previousConversationId"),
            RepliesToActivation = OptionalFlag(data, "repliesToActivation"),
            Problems = Texts(data, "problems"),
            Raw = [.. Items(data, "raw").Select(part => part.ValueKind == JsonValueKind.String && part.TryGetBytesFromBase64(out var octets)
                ? new ReadOnlyMemory<byte>(octets) : throw Wrong("raw"))],
        };
    }

    public static OutageEnded ReadOutage(JsonElement data) => new(
        Text(data, "cause"), OptionalText(data, "operator"), Time(data, "from"), Time(data, "until"),
        [.. Items(data, "unanswered").Select(sender => new UnansweredSender(
            OptionalText(sender, "msisdn"), Text(sender, "operator"), Time(sender, "since"), Number(sender, "texts"),
                Texts(sender, "reportIds")))],
        Number(data, "more"));

    private static ReplyAccepted ReadAccepted(JsonElement data) => new(
        Text(data, "commandId"), OptionalText(data, "reportId"), Text(data, "operator"),
        [.. Items(data, "parts").Select(part => new AcceptedPart(Text(part, "messageId")))])
    {
        Problems = Texts(data, "problems"),
        PossibleDuplicate = OptionalFlag(data, "possibleDuplicate"),
    };

    private static ReplyFailed ReadFailed(JsonElement data) => new(
        Text(data, "commandId"), Text(data, "reason"), OptionalText(data, "state"),
        data.TryGetProperty("networkError", out var error) && error.ValueKind == JsonValueKind.Object
            ? new NetworkErrorData(Number(error, "type"), Number(error, "code"))
            : null,
        Flag(data, "final"));

    private static RegistrationData? ReadRegistration(JsonElement data) =>
        data.TryGetProperty("registration", out var registration) && registration.ValueKind == JsonValueKind.Object
            ? new RegistrationData(
                OptionalText(registration, "name"), OptionalText(registration, "address"), OptionalText(registration, "language"),
                Texts(registration, "contacts"))
            : null;

    private static IReadOnlyList<string> Texts(JsonElement of, string name) =>
        [.. Items(of, name).Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : throw Wrong(name))];

    /// <summary>The items of an array. None if it is null, as it is after erasure.</summary>
    private static IEnumerable<JsonElement> Items(JsonElement of, string name)
    {
        if (!of.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return [];
        return value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : throw Wrong(name);
    }

    private static string Text(JsonElement of, string name) => OptionalText(of, name) ?? throw Wrong(name);

    private static string? OptionalText(JsonElement of, string name)
    {
        if (!of.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        return value.ValueKind == JsonValueKind.String ? value.GetString() : throw Wrong(name);
    }

    private static DateTimeOffset Time(JsonElement of, string name) =>
        DateTimeOffset.TryParse(Text(of, name), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time)
            ? time : throw Wrong(name);

    private static int Number(JsonElement of, string name, int atMost = int.MaxValue) =>
        Field(of, name, JsonValueKind.Number).TryGetInt32(out var number) && number >= 0 && number <= atMost ? number : throw Wrong(name);

    private static bool Flag(JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean() : throw Wrong(name);

    /// <summary>False if the field is missing, as it is in an event of an earlier version.</summary>
    private static bool OptionalFlag(JsonElement of, string name) => of.TryGetProperty(name, out _) && Flag(of, name);

    private static JsonElement Field(JsonElement of, string name, JsonValueKind kind) =>
        of.TryGetProperty(name, out var value) && value.ValueKind == kind ? value : throw Wrong(name);

    private static FormatException Wrong(string name) => new($"{name}: missing or of the wrong kind");
}
