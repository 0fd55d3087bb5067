using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Bridge.Protocol.Centre;

/// <summary>
/// Knows which fields of each event's data are personal, and erases them: they become null, while the rest of the event stays. Not personal
/// are the bridge's own ids, the centre's command ids, the operators' message ids, and the words of problems, which never quote a text.
/// </summary>
public static class PersonalFields
{
    private static readonly string[] None = [];
    private static readonly string[] ReportFields = ["sender.msisdn", "sender.raw", "text", "registration", "raw"];

    private static readonly string[] RegistrationFields = ["msisdn"];

    private static readonly JsonSerializerOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// The personal fields by event name. A dot leads into an object, [] into each item of an array. Every event of
    /// <see cref="EventNames"/> is here.
    /// </summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Table { get; } = new Dictionary<string,
        IReadOnlyList<string>>(StringComparer.Ordinal)
    {
        [EventNames.ReportReceived] = ReportFields,
        [EventNames.ReportAmended] = ReportFields,
        [EventNames.ReportRepeated] = None,
        [EventNames.ReportOverdue] = None,
        [EventNames.ReplyAccepted] = None,
        [EventNames.ReplyDelivered] = None,
        [EventNames.ReplyFailed] = None,
        [EventNames.CommandRejected] = None,
        [EventNames.NoticeSent] = None,
        [EventNames.NoticeFailed] = None,
        [EventNames.RegistrationActivated] = RegistrationFields,
        [EventNames.RegistrationFailed] = RegistrationFields,
        [EventNames.LinkChanged] = None,
        [EventNames.OutageEnded] = ["unanswered[].msisdn"],
    };

    /// <summary>The personal fields of an event. Empty if it has none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The event is not in <see cref="Table"/>.</exception>
    public static IReadOnlyList<string> ForEvent(string eventName) => Table.TryGetValue(eventName, out var fields)
        ? fields
        : throw new ArgumentOutOfRangeException(nameof(eventName), eventName, "An event of which it is not decided what is personal");

    /// <summary>Erases an event: gives the same JSON with its personal fields null.</summary>
    /// <param name="eventName">The event's name (<see cref="EventNames"/>).</param>
    /// <param name="json">The whole event, UTF-8.</param>
    /// <exception cref="ArgumentOutOfRangeException">The event is not in <see cref="Table"/>.</exception>
    public static byte[] Erase(string eventName, ReadOnlySpan<byte> json)
    {
        var whole = JsonNode.Parse(json)!.AsObject();
        foreach (var field in ForEvent(eventName)) Erase(whole["data"], field.Split('.'));
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
