using System.Text.Json.Nodes;
using Bridge.Worker.Store;

namespace Bridge.Worker.Evidence;

/// <summary>
/// The way of one report, hop by hop with the time of each, in the order of time: what a review of response times asks for.
/// </summary>
internal static class EvidenceHops
{
    private const string PartRead = "deliver_sm read";

    /// <param name="events">The conversation's.</param>
    public static IEnumerable<Hop> For(
        EvidenceCase about, EvidenceCases cases, ChainReader chain, IReadOnlyList<EvidenceEvent> events)
    {
        var hops = cases.Hops(about).ToList();
        foreach (var stored in events.Where(stored => IsAbout(stored, about.Id)))
        {
            hops.Add(new Hop(stored.Event.Time, $"{stored.Event.Name} written, event {stored.Event.Sequence}", stored.Place.Position));
            if (cases.Handover(stored.Event.Sequence) is { } handover) hops.Add(handover);
        }

        // When a part was durable, and its answer due, is when its block was sealed.
        foreach (var hop in hops.Where(hop => hop.What.StartsWith(PartRead, StringComparison.Ordinal)).ToList())
        {
            if (hop.Position is { } position && chain.Around(position) is { } block)
            {
                hops.Add(new Hop(block.At, hop.What.Replace(PartRead, "stored", StringComparison.Ordinal), position));
            }
        }

        return hops.OrderBy(hop => hop.At);
    }

    private static bool IsAbout(EvidenceEvent stored, string reportId) =>
        JsonNode.Parse(stored.Event.Json)?["data"]?["reportId"] is JsonValue id && (string?)id == reportId;
}
