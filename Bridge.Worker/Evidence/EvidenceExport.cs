using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bridge.Worker.Store;
using Microsoft.Data.Sqlite;

namespace Bridge.Worker.Evidence;

/// <summary>
/// Everything that the store has of one report's conversation as one JSON document, for an investigation: the report, every hop with its
/// time, and each record in the order of the chain with what its digest is computed from, so that whoever gets the document can check it
/// (docs/store.md says how).
/// </summary>
internal static class EvidenceExport
{
    private const int EventsAtOnce = 5_000;

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Null when no report has this id. What was erased stands as null.</summary>
    public static string? Of(SqliteConnection connection, string reportId)
    {
        if (Report(connection, reportId) is not { } report) return null;
        using var chain = new ChainReader(connection);
        var records = Records(connection, chain, report.Conversation, report.ConversationId);
        var document = new JsonObject
        {
            ["report"] = report.Json,
            ["hops"] = new JsonArray([.. EvidenceHops.Of(connection, chain, reportId, report.Row, report.Conversation, records)]),
            ["records"] = new JsonArray([.. records]),
        };
        return document.ToJsonString(Readable);
    }

    private static (long Row, long Conversation, string ConversationId, JsonObject Json)? Report(SqliteConnection connection, string id)
    {
        using var query = new Statement(
            connection,
            """
            SELECT r.row, r.conversation, c.id, r.operator, r.link, c.msisdn, c.address, r.text, r.language, r.complete, r.copies, r.resend_of, r.test, c.erased_at,
                EXISTS (SELECT 1 FROM holds h WHERE h.conversation = c.row AND h.removed_at IS NULL)
            FROM reports r JOIN conversations c ON c.row = r.conversation WHERE r.id = ?
            """);
        if (!query.Set(1, id).Step()) return null;
        return (query.Long(0), query.Long(1), query.Text(2), new JsonObject
        {
            ["reportId"] = id,
            ["reportRow"] = query.Long(0),
            ["conversationId"] = query.Text(2),
            ["operator"] = query.Text(3),
            ["link"] = query.Text(4),
            ["msisdn"] = query.TextOrNull(5),
            ["address"] = query.IsNull(13) ? query.Text(6) : null,
            ["text"] = query.TextOrNull(7),
            ["language"] = query.TextOrNull(8),
            ["complete"] = query.Bool(9),
            ["copies"] = query.Int(10),
            ["resendOf"] = query.TextOrNull(11),
            ["test"] = query.Bool(12),
            ["erasedAt"] = query.TimeOrNull(13) is { } erased ? Time(erased) : null,
            ["held"] = query.Bool(14),
        });
    }

    private static List<JsonObject> Records(SqliteConnection connection, ChainReader chain, long conversation, string conversationId)
    {
        var found = new List<(long? Position, JsonObject Json)>();
        Parts(connection, conversation, found);
        Events(connection, conversationId, found);
        Others(connection, conversation, found);
        return [.. found.OrderBy(record => record.Position ?? 0).Select(record => WithPlace(chain, record.Position, record.Json))];
    }

    private static void Parts(SqliteConnection connection, long conversation, List<(long?, JsonObject)> found)
    {
        using var query = new Statement(
            connection,
            """
            SELECT p.position, p.erased, p.salt, r.id, p.report, p.number, p.link, p.received_at, p.copies, p.pdu
            FROM parts p JOIN reports r ON r.row = p.report WHERE r.conversation = ?
            """);
        query.Set(1, conversation);
        while (query.Step())
        {
            found.Add(Entry(query, "part", new JsonObject
            {
                ["reportId"] = query.Text(3),
                ["reportRow"] = query.Long(4),
                ["number"] = query.Int(5),
                ["link"] = query.Text(6),
                ["at"] = Time(query.Time(7)),
                ["copies"] = query.Int(8),
                ["pdu"] = query.IsNull(1) ? Convert.ToHexStringLower(query.Blob(9)) : null,
            }));
        }
    }

    private static void Events(SqliteConnection connection, string conversationId, List<(long?, JsonObject)> found)
    {
        using var last = new Statement(connection, "SELECT max(sequence) FROM events");
        last.Step();
        var newest = last.Long(0);
        last.Reset();
        using var query = new Statement(
            connection,
            """
            SELECT position, erased, salt, sequence, id, name, operator, conversation_id, at, read_at, json FROM events
            WHERE sequence > ?1 AND sequence <= ?2 AND conversation_id = ?3
            """);

        // In short looks, for there is no index: one long one would keep the store's log from being cut off.
        for (var from = 0L; from < newest; from += EventsAtOnce)
        {
            query.Set(1, from).Set(2, from + EventsAtOnce).Set(3, conversationId);
            while (query.Step()) found.Add(Event(query));
        }
    }

    private static (long?, JsonObject) Event(Statement row) => Entry(row, "event", new JsonObject
    {
        ["sequence"] = row.Long(3),
        ["id"] = row.Text(4),
        ["name"] = row.Text(5),
        ["operator"] = row.TextOrNull(6),
        ["conversationId"] = row.TextOrNull(7),
        ["at"] = Time(row.Time(8)),
        ["readAt"] = row.TimeOrNull(9) is { } readAt ? Time(readAt) : null,
        ["json"] = Encoding.UTF8.GetString(row.Blob(10)),
    });

    private static void Others(SqliteConnection connection, long conversation, List<(long?, JsonObject)> found)
    {
        using var query = new Statement(
            connection, "SELECT position, erased, salt, at, kind, operator, body FROM records WHERE conversation = ?");
        query.Set(1, conversation);
        while (query.Step())
        {
            found.Add(Entry(query, query.Text(4), new JsonObject
            {
                ["at"] = Time(query.Time(3)),
                ["operator"] = query.TextOrNull(5),
                ["body"] = query.IsNull(1) ? Encoding.UTF8.GetString(query.Blob(6)) : null,
            }));
        }
    }

    /// <summary>From position, erased and salt as the first columns.</summary>
    private static (long?, JsonObject) Entry(Statement row, string kind, JsonObject content) =>
        (row.IsNull(0) ? null : row.Long(0), new JsonObject
        {
            ["kind"] = kind,
            ["position"] = row.IsNull(0) ? null : row.Long(0),
            ["erasedPosition"] = row.IsNull(1) ? null : row.Long(1),
            ["salt"] = row.BlobOrNull(2) is { } salt ? Convert.ToHexStringLower(salt) : null,
            ["record"] = content,
        });

    /// <summary>The digest, and the block that seals it.</summary>
    private static JsonObject WithPlace(ChainReader chain, long? position, JsonObject entry)
    {
        if (position is not { } at || chain.Around(at) is not { } block) return entry;
        entry["digest"] = Convert.ToHexStringLower(block.Entry(at).Digest);
        entry["block"] = new JsonObject
        {
            ["first"] = block.First,
            ["last"] = block.Last,
            ["committedAt"] = Time(block.At),
            ["link"] = Convert.ToHexStringLower(block.Link)
        };
        return entry;
    }

    internal static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
