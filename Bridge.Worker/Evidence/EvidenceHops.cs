using System.Text.Json.Nodes;
using Bridge.Worker.Store;
using Microsoft.Data.Sqlite;

namespace Bridge.Worker.Evidence;

/// <summary>
/// The way of one report, hop by hop with the time of each, in the order of time: what a review of response times asks for.
/// </summary>
internal static class EvidenceHops
{
    private const string Query =
        """
        SELECT received_at, 'deliver_sm read, part ' || number || ' over ' || link, position, 1 FROM parts WHERE report = ?1
        UNION ALL SELECT taken_at, 'taken by the centre', NULL, 5 FROM reports WHERE row = ?1
        UNION ALL SELECT created_at, lower(kind) || ' stored, reply ' || command_id, NULL, 6 FROM replies WHERE conversation = ?2
        UNION ALL SELECT at, 'submit_sm, part ' || number || ' to ' || operator, position, 7 FROM records WHERE conversation = ?2 AND kind = 'submit'
        UNION ALL SELECT p.accepted_at, 'accepted by the operator, part ' || p.number || ' of reply ' || r.command_id, NULL, 8
            FROM replies r JOIN reply_parts p ON p.reply = r.row WHERE r.conversation = ?2
        UNION ALL SELECT at, 'receipt read from ' || operator, position, 9 FROM records WHERE conversation = ?2 AND kind = 'receipt'
        UNION ALL SELECT ended_at, 'reply ' || command_id || ' ' || outcome, NULL, 10 FROM replies WHERE conversation = ?2
        UNION ALL SELECT confirmed_at, 'confirmed to the sender', NULL, 11 FROM reports WHERE row = ?1
        ORDER BY 1, 4
        """;

    private const string HandedOver = "SELECT at, position FROM records WHERE kind = 'handover' AND number >= ? ORDER BY number LIMIT 1";

    /// <param name="records">The conversation's, as the export has them.</param>
    public static IEnumerable<JsonObject> Of(
        SqliteConnection connection, ChainReader chain, string reportId, long report, long conversation, IReadOnlyList<JsonObject> records)
    {
        List<(DateTimeOffset At, string What, long? Position)> hops = [];
        using (var query = new Statement(connection, Query))
        {
            query.Set(1, report).Set(2, conversation);
            while (query.Step())
            {
                if (!query.IsNull(0)) hops.Add((query.Time(0), query.Text(1), query.IsNull(2) ? null : query.Long(2)));
            }
        }

        using var handedOver = new Statement(connection, HandedOver);
        foreach (var record in records.Where(record => IsOf(record, reportId)))
        {
            Event(record["record"]!, (long?)record["position"], handedOver, hops);
        }

        // When a part was durable, and its answer due, is when its block was sealed.
        foreach (var (_, what, position) in hops.Where(hop => hop.What.StartsWith("deliver_sm", StringComparison.Ordinal)).ToList())
        {
            if (position is { } at && chain.Around(at) is { } block)
            {
                hops.Add((block.At, what.Replace("deliver_sm read", "stored", StringComparison.Ordinal), position));
            }
        }

        return hops.OrderBy(hop => hop.At)
            .Select(hop => new JsonObject
            {
                ["at"] = EvidenceExport.Time(hop.At),
                ["what"] = hop.What,
                ["position"] = hop.Position,
            });
    }

    private static bool IsOf(JsonObject record, string reportId) =>
        (string?)record["kind"] == "event" && JsonNode.Parse((string)record["record"]!["json"]!)?["data"]?["reportId"] is JsonValue id
            && (string?)id == reportId;

    private static void Event(
        JsonNode stored, long? position, Statement handedOver, List<(DateTimeOffset At, string What, long? Position)> hops)
    {
        var sequence = (long)stored["sequence"]!;
        var at = DateTimeOffset.Parse((string)stored["at"]!, System.Globalization.CultureInfo.InvariantCulture);
        hops.Add((at, $"{(string?)stored["name"]} written, event {sequence}", position));
        if (!handedOver.Set(1, sequence).Step()) return;
        hops.Add((handedOver.Time(0), $"bus has event {sequence} for certain", handedOver.Long(1)));
        handedOver.Reset();
    }
}
