namespace Bridge.Worker.Store;

/// <summary>Counts that gauges and /status show, taken from memory or one cheap query.</summary>
public sealed record ServiceState(
    bool StoreUp, long UnconfirmedReports, TimeSpan? OldestUnconfirmed, string? OldestUnconfirmedReport, long OutboxEvents,
        TimeSpan? OutboxOldest)
{
    /// <summary>When each operator's path was last proved; operators without heartbeats only once it was.</summary>
    public IReadOnlyList<PathProof> Paths { get; init; } = [];

    /// <summary>Operators at which the centre has suspended the service, and since when.</summary>
    public IReadOnlyList<SuspendedOperator> Suspended { get; init; } = [];
}

public sealed record SuspendedOperator(string Operator, DateTimeOffset Since);

/// <summary>One direction of one operator.</summary>
/// <param name="ProvedAt">Null: never yet.</param>
public sealed record PathProof(string Operator, string Leg, DateTimeOffset? ProvedAt)
{
    /// <summary>From the operator's phones to the bus.</summary>
    public const string In = "in";

    /// <summary>From the centre to the operator's phones.</summary>
    public const string Out = "out";
}

/// <summary>What gauges, /status and the desk ask of the store.</summary>
public interface IServiceState
{
    ServiceState Read();

    /// <summary>Null when the store fails to answer: that is an answer too, and whoever watches the service must not throw.</summary>
    ServiceState? TryRead()
    {
        try
        {
            return Read();
        }
        catch (Exception)
        {
            return null;
        }
    }

    /// <summary>The newest reports for the page at "/", newest first, and how far each has come.</summary>
    IReadOnlyList<ReportProgress> Newest(int atMost);
}

/// <summary>How far one report has come. Served only on the desk, never logged.</summary>
public sealed record ReportProgress(
    string ReportId, string Operator, string? Msisdn, string Text, bool Complete, DateTimeOffset ReceivedAt, DateTimeOffset? TakenAt,
        DateTimeOffset? ReplyAcceptedAt, DateTimeOffset? ConfirmedAt)
{
    /// <summary>A system's own text: no clock watches it.</summary>
    public bool Test { get; init; }

    public override string ToString() => ReportId;
}
