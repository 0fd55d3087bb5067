using Bridge.Worker.Store;

namespace Bridge.Worker.Replies;

/// <summary>What a transaction did to a reply, for the counters once it is committed.</summary>
/// <param name="Outcome">accepted, delivered, failed or expired; null when nothing countable happened.</param>
/// <param name="Confirmed">How long each report that this confirmed had waited, and at which operator.</param>
internal sealed record ReplyNews(string Operator, OutboundKind Kind, string? Outcome, IReadOnlyList<(string Operator, TimeSpan Waited)> Confirmed)
{
    /// <summary>Of a notice: its key under Notices.</summary>
    public string? Notice { get; init; }

    /// <summary>True when nothing more will be sent of this reply.</summary>
    public bool Ended { get; init; }

    /// <param name="confirmed">How long each report that this confirmed had waited, and where.</param>
    public static ReplyNews Of(Reply reply, string? outcome, IReadOnlyList<(string Operator, TimeSpan Waited)> confirmed) =>
        new(reply.Operator, reply.Kind, outcome, confirmed) { Notice = reply.Notice };
}
