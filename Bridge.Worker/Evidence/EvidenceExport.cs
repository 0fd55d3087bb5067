using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bridge.Worker.Store;
using Bridge.Worker.Store.Sqlite;

namespace Bridge.Worker.Evidence;

/// <summary>
/// Everything that the store has of one report's conversation as one JSON document, for an investigation: the report, every hop with its
/// time, and each record in the order of the chain with what its digest is computed from, so that whoever gets the document can check it
/// (docs/store.md says how).
/// </summary>
internal static class EvidenceExport
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Null when no report has this id. What was erased stands as null.</summary>
    public static string? Write(StoreConnection connection, string reportId)
    {
        var cases = new EvidenceCases(connection);
        if (cases.Find(reportId) is not { } about) return null;
        var rows = new EvidenceReader(connection);
        var chain = new ChainReader(new EvidenceTable(connection));
        var events = rows.EventsOf(about.ConversationId);
        IEnumerable<(long? Position, JsonObject Json)> records =
        [
            .. rows.PartsOf(about.Conversation).Select(found => Entry(found.Part.Place, "part", Part(found.ReportId, found.Part))),
            .. events.Select(stored => Entry(stored.Place, "event", Event(stored.Event))),
            .. rows.RecordsOf(about.Conversation).Select(record => Entry(record.Place, record.Kind, Record(record))),
        ];
        var document = new JsonObject
        {
            ["report"] = Report(about),
            ["hops"] = new JsonArray([.. EvidenceHops.For(about, cases, chain, events).Select(Hop)]),
            ["records"] = new JsonArray(
                [.. records.OrderBy(record => record.Position ?? 0).Select(record => WithBlock(chain, record.Position, record.Json))]),
        };
        return document.ToJsonString(Readable);
    }

    private static JsonObject Report(EvidenceCase about) => new()
    {
        ["reportId"] = about.Id,
        ["reportRow"] = about.Row,
        ["conversationId"] = about.ConversationId,
        ["operator"] = about.Operator,
        ["link"] = about.Link,
        ["msisdn"] = about.Msisdn,
        ["address"] = about.Address,
        ["text"] = about.Text,
        ["language"] = about.Language,
        ["complete"] = about.Complete,
        ["copies"] = about.Copies,
        ["resendOf"] = about.ResendOf,
        ["test"] = about.Test,
        ["erasedAt"] = Time(about.ErasedAt),
        ["held"] = about.Held,
    };

    private static JsonObject Hop(Hop hop) => new() { ["at"] = Time(hop.At), ["what"] = hop.What, ["position"] = hop.Position };

    private static JsonObject Part(string reportId, EvidencePart part) => new()
    {
        ["reportId"] = reportId,
        ["reportRow"] = part.Report,
        ["number"] = part.Number,
        ["link"] = part.Link,
        ["at"] = Time(part.ReceivedAt),
        ["copies"] = part.Copies,
        ["pdu"] = part.Place.Erased is null ? Convert.ToHexStringLower(part.Pdu) : null,
    };

    private static JsonObject Event(OutboxEvent stored) => new()
    {
        ["sequence"] = stored.Sequence,
        ["id"] = stored.Id,
        ["name"] = stored.Name,
        ["operator"] = stored.Operator,
        ["conversationId"] = stored.ConversationId,
        ["at"] = Time(stored.Time),
        ["readAt"] = Time(stored.ReadAt),
        ["json"] = Encoding.UTF8.GetString(stored.Json),
    };

    private static JsonObject Record(EvidenceRecord record) => new()
    {
        ["at"] = Time(record.At),
        ["operator"] = record.Operator,
        ["body"] = record.Place.Erased is null ? Encoding.UTF8.GetString(record.Body) : null,
    };

    private static (long? Position, JsonObject Json) Entry(ChainPlace place, string kind, JsonObject content) =>
        (place.Position, new JsonObject
        {
            ["kind"] = kind,
            ["position"] = place.Position,
            ["erasedPosition"] = place.Erased,
            ["salt"] = place.Salt is { } salt ? Convert.ToHexStringLower(salt) : null,
            ["record"] = content,
        });

    /// <summary>The digest, and the block that seals it.</summary>
    private static JsonObject WithBlock(ChainReader chain, long? position, JsonObject entry)
    {
        if (position is not { } at || chain.Around(at) is not { } block) return entry;
        entry["digest"] = Convert.ToHexStringLower(block.Entry(at).Digest);
        entry["block"] = new JsonObject
        {
            ["first"] = block.First,
            ["last"] = block.Last,
            ["committedAt"] = Time(block.At),
            ["link"] = Convert.ToHexStringLower(block.Link),
        };
        return entry;
    }

    private static string? Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
