using Bridge.Worker.Store;

namespace Bridge.Worker.Telemetry;

/// <summary>The answer of GET /status, which `bridge status` prints. Without personal data, for it is served without a token.</summary>
/// <param name="Problems">In words; empty when all is well.</param>
public sealed record StatusReport(
    string Node,
    string Version,
    IReadOnlyList<string> Problems,
    IReadOnlyList<LinkStatus> Links,
    BacklogStatus? Backlog,
    UnconfirmedStatus? Unconfirmed)
{
    /// <summary>Operators at which the centre has suspended the service.</summary>
    public IReadOnlyList<SuspendedOperator> Suspended { get; init; } = [];
}

public sealed record LinkStatus(string Operator, string Link, bool Bound, DateTimeOffset? Since, string? Reason)
{
    /// <summary>Kept down by `bridge links drain`.</summary>
    public bool Drained { get; init; }
}

/// <param name="Events">Events that the bus has not confirmed; on the embedded bus, those that no consumer has read.</param>
public sealed record BacklogStatus(long Events, double OldestSeconds);

public sealed record UnconfirmedStatus(long Reports, double OldestSeconds, string? OldestReport);
