using Bridge.Worker.Store;

namespace Bridge.Worker.Replies;

/// <summary>What a transaction did to a reply, for the counters and the queue once it is committed.</summary>
/// <param name="Outcome">accepted, delivered, failed or expired; null when nothing countable happened.</param>
/// <param name="Confirmed">How long each report that this confirmed had waited, and at which operator.</param>
internal sealed record ReplyNews(
    string Operator, OutboundKind Kind, string? Outcome, IReadOnlyList<(string Operator, TimeSpan Waited)> Confirmed)
{
    /// <summary>Of no reply that is known.</summary>
    public static ReplyNews None { get; } = new("", default, null, []);

    /// <summary>The outcome just before, of the same transaction: a receipt that ran ahead of its answer.</summary>
    public string? Before { get; init; }

    /// <summary>The centre knows that it is in trouble and still tried.</summary>
    public bool IsTold { get; init; }

    /// <summary>It was delivered after all, when the centre had been told of its end.</summary>
    public bool IsLate { get; init; }

    /// <summary>Of a notice: its key under Notices.</summary>
    public string? Notice { get; init; }

    /// <param name="confirmed">How long each report that this confirmed had waited, and where.</param>
    public static ReplyNews Of(Reply reply, string? outcome, IReadOnlyList<(string Operator, TimeSpan Waited)> confirmed) =>
        new(reply.Operator, reply.Kind, outcome, confirmed) { Notice = reply.Notice };

    public static ReplyNews Nothing(Reply reply) => Of(reply, null, []);
}
