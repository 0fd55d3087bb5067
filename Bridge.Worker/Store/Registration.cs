namespace Bridge.Worker.Store;

/// <summary>How far a registration has come.</summary>
internal enum RegistrationState
{
    /// <summary>The activation text is not delivered yet. The person may write already and is known.</summary>
    Pending,

    /// <summary>The person has been told that the service is there, or was not to be told.</summary>
    Active,

    /// <summary>
    /// The activation text was not delivered in time, and the centre has been told. A delivery after all still activates.
    /// </summary>
    Failed,
}

/// <summary>
/// What is registered for one number. A change is a new row: what stood there before is kept, closed, for the reports of its time.
/// </summary>
/// <param name="Msisdn">E.164 without the plus.</param>
/// <param name="Operator">Where the number is served: the activation text goes through it.</param>
/// <param name="Language">zh-Hant, zh-Hans or en.</param>
internal sealed record Registration(
    long Row, string Msisdn, string Operator, string? Name, string? Address, string Language, IReadOnlyList<string> Contacts)
{
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the centre is told of a failure unless it is active by then.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>When the operator took the activation text; null: not yet, or there is none.</summary>
    public DateTimeOffset? TextedAt { get; init; }

    public DateTimeOffset? ActivatedAt { get; init; }
    public DateTimeOffset? FailedAt { get; init; }

    /// <summary>Replaced or removed.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    public RegistrationState State =>
        ActivatedAt is not null ? RegistrationState.Active
        : FailedAt is not null ? RegistrationState.Failed
        : RegistrationState.Pending;

    /// <summary>Never the person.</summary>
    public override string ToString() => $"registration {Row}";
}
