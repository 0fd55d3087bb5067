namespace Bridge.Worker.Telemetry;

/// <summary>Counts that gauges and /status show, taken from memory or one cheap query.</summary>
public sealed record ServiceState(
    bool StoreUp, long UnconfirmedReports, TimeSpan? OldestUnconfirmed, string? OldestUnconfirmedReport, long OutboxEvents, TimeSpan? OutboxOldest)
{
    /// <summary>Operators at which the centre has suspended the service, and since when.</summary>
    public IReadOnlyList<SuspendedOperator> Suspended { get; init; } = [];
}

public sealed record SuspendedOperator(string Operator, DateTimeOffset Since);

public interface IServiceState
{
    ServiceState Read();

    /// <summary>The newest reports for the page at "/", newest first, and how far each has come.</summary>
    IReadOnlyList<ReportProgress> Newest(int atMost);
}

/// <summary>How far one report has come. Served only on the desk, never logged.</summary>
public sealed record ReportProgress(
    string ReportId, string Operator, string? Msisdn, string Text, bool Complete, DateTimeOffset ReceivedAt, DateTimeOffset? TakenAt, DateTimeOffset? ReplyAcceptedAt, DateTimeOffset? ConfirmedAt)
{
    public override string ToString() => ReportId;
}
