using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Bridge.Protocol.Centre;

/// <summary>
/// Which fields of each event's data tell of a person. Once the text is erased they are null, while number and envelope stay (contract §6).
/// Not personal: our own ids, the centre's command ids, the operators' message ids, the words of problems, which never quote a text.
/// </summary>
public static class PersonalFields
{
    private static readonly string[] None = [];
    private static readonly string[] OfReport = ["sender.msisdn", "sender.raw", "text", "registration", "raw"];

    private static readonly string[] OfRegistration = ["msisdn"];

    private static readonly JsonSerializerOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Every event there is, each with its fields; a dot goes into an object, [] into each item of an array. An event that is not here has
    /// yet to be decided on.
    /// </summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Table { get; } = new Dictionary<string,
        IReadOnlyList<string>>(StringComparer.Ordinal)
    {
        [EventNames.ReportReceived] = OfReport,
        [EventNames.ReportAmended] = OfReport,
        [EventNames.ReportRepeated] = None,
        [EventNames.ReportOverdue] = None,
        [EventNames.ReplyAccepted] = None,
        [EventNames.ReplyDelivered] = None,
        [EventNames.ReplyFailed] = None,
        [EventNames.CommandRejected] = None,
        [EventNames.NoticeSent] = None,
        [EventNames.NoticeFailed] = None,
        [EventNames.RegistrationActivated] = OfRegistration,
        [EventNames.RegistrationFailed] = OfRegistration,
        [EventNames.LinkChanged] = None,
        [EventNames.OutageEnded] = ["unanswered[].msisdn"],
    };

    /// <exception cref="ArgumentOutOfRangeException">The event is not in <see cref="Table"/>.</exception>
    public static IReadOnlyList<string> Of(string eventName) => Table.TryGetValue(eventName, out var fields)
        ? fields
        : throw new ArgumentOutOfRangeException(nameof(eventName), eventName, "An event of which it is not decided what is personal");

    /// <summary>The event as it stands once it is erased: the same JSON with what is personal null.</summary>
    public static byte[] Erase(string eventName, ReadOnlySpan<byte> json)
    {
        var whole = JsonNode.Parse(json)!.AsObject();
        foreach (var field in Of(eventName)) Erase(whole["data"], field.Split('.'));
        return Encoding.UTF8.GetBytes(whole.ToJsonString(Unescaped));
    }

    private static void Erase(JsonNode? at, ReadOnlySpan<string> path)
    {
        var name = path[0].Replace("[]", "", StringComparison.Ordinal);
        if (at is not JsonObject holder || !holder.ContainsKey(name)) return;
        if (path.Length == 1) holder[name] = null;
        else if (holder[name] is not JsonArray items) Erase(holder[name], path[1..]);
        else foreach (var item in items) Erase(item, path[1..]);
    }
}
