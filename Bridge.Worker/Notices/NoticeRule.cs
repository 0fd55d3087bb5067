namespace Bridge.Worker.Notices;

/// <summary>What has happened to a report, so that its sender may have to hear something.</summary>
internal enum Occasion
{
    /// <summary>It was released to the centre.</summary>
    Released,

    /// <summary>Nobody has taken it for as long as Notices:unavailable:After says.</summary>
    Waited,

    /// <summary>The centre has it before a person.</summary>
    Taken,
}

/// <summary>What a notice is decided from.</summary>
internal sealed record NoticeFacts
{
    public required Occasion Occasion { get; init; }
    public required DateTimeOffset Now { get; init; }

    /// <summary>When the report's first part came.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The age past which a report's sender is told nothing any more.</summary>
    public required TimeSpan WorthTelling { get; init; }

    /// <summary>The kinds that the configuration has switched on.</summary>
    public required IReadOnlySet<NoticeKind> On { get; init; }

    /// <summary>False: alphanumeric or nothing, to which no text can be sent.</summary>
    public bool IsNumber { get; init; } = true;

    /// <summary>A system's test, and no person.</summary>
    public bool IsTest { get; init; }
    public bool IsSuspended { get; init; }
    public bool IsOutside { get; init; }

    /// <summary>Somebody is registered, and the sender is not.</summary>
    public bool IsUnregistered { get; init; }

    /// <summary>Another text of the sender waits for the centre to take it.</summary>
    public bool AnotherWaits { get; init; }

    /// <summary>The newest notice to the sender and when it went out, or that it still may; null: none is known.</summary>
    public NoticeKind? Last { get; init; }
    public DateTimeOffset LastAt { get; init; }

    /// <summary>When the sender was last told of not being registered, and when a registration of the number last ended.</summary>
    public DateTimeOffset? ToldUnregisteredAt { get; init; }
    public DateTimeOffset? RegistrationEndedAt { get; init; }
}

/// <summary>What comes of it, and why nothing does.</summary>
internal enum NoticeOutcome
{
    Send,

    /// <summary>Nothing has to be told.</summary>
    Nothing,

    /// <summary>The sender is a system, or no number.</summary>
    NoPerson,

    /// <summary>Since this text came the sender has had a notice that says what to do.</summary>
    Told,

    /// <summary>
    /// The five minutes are kept for another text of the sender, which nobody has taken yet; unregistered is told when that is.
    /// </summary>
    KeptForAnother,

    /// <summary>It is too soon after the last notice; asked again when it is not.</summary>
    Postponed,

    /// <summary>It is too soon after the last notice, and will be too late when it is not.</summary>
    Limited,

    /// <summary>So old a report's sender has long turned elsewhere; a text about it now could only mislead, or give them away.</summary>
    TooLate,
}

/// <param name="Kind">What would be told; null when nothing would.</param>
/// <param name="Until">Of <see cref="NoticeOutcome.Postponed"/>.</param>
internal readonly record struct NoticeVerdict(NoticeOutcome Outcome, NoticeKind? Kind = null, DateTimeOffset? Until = null);

/// <summary>
/// Which notice a sender gets, if any: a pure function. Bounce-back as text-to-911 has it (47 CFR 9.10: automatic, says that help has to be
/// sought another way), bounded because the sender may be hiding: any phone that lights up can give a person away.
/// </summary>
internal static class NoticeRule
{
    /// <summary>At most one notice to one sender in so long, whatever its kind.</summary>
    public static readonly TimeSpan Apart = TimeSpan.FromMinutes(5);

    /// <summary>So long a sender is taken to remember that the number is not registered.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromDays(30);

    public static NoticeVerdict Decide(NoticeFacts facts)
    {
        if (facts.IsTest || !facts.IsNumber) return new NoticeVerdict(NoticeOutcome.NoPerson);
        if (KindOf(facts) is not { } kind) return new NoticeVerdict(NoticeOutcome.Nothing);
        if (facts.Now - facts.ReceivedAt > facts.WorthTelling) return new NoticeVerdict(NoticeOutcome.TooLate, kind);
        if (kind == NoticeKind.Unregistered && facts.AnotherWaits) return new NoticeVerdict(NoticeOutcome.KeptForAnother, kind);
        if (facts.Last is not { } last) return new NoticeVerdict(NoticeOutcome.Send, kind);
        if (facts.LastAt >= facts.ReceivedAt && last != NoticeKind.Unregistered && kind != NoticeKind.Unregistered)
        {
            return new NoticeVerdict(NoticeOutcome.Told, kind);
        }

        // The distance counts, in either direction: a clock that was set back must silence nobody for an hour.
        if ((facts.Now - facts.LastAt).Duration() >= Apart) return new NoticeVerdict(NoticeOutcome.Send, kind);
        var until = facts.LastAt + Apart;
        return until - facts.ReceivedAt > facts.WorthTelling
            ? new NoticeVerdict(NoticeOutcome.Limited, kind)
            : new NoticeVerdict(NoticeOutcome.Postponed, kind, until);
    }

    /// <summary>
    /// The first that is true and on. Once the centre has taken a report neither suspension nor place is news: a person is at it.
    /// </summary>
    private static NoticeKind? KindOf(NoticeFacts facts)
    {
        if (facts.IsSuspended && facts.On.Contains(NoticeKind.Suspended))
        {
            return facts.Occasion == Occasion.Taken ? null : NoticeKind.Suspended;
        }

        if (facts.IsOutside && facts.On.Contains(NoticeKind.OutsideHongKong))
        {
            return facts.Occasion == Occasion.Taken ? null : NoticeKind.OutsideHongKong;
        }

        return facts.Occasion switch
        {
            Occasion.Waited when facts.On.Contains(NoticeKind.Unavailable) => NoticeKind.Unavailable,
            Occasion.Taken when facts.IsUnregistered && facts.On.Contains(NoticeKind.Unregistered) && !Knows(facts) =>
                NoticeKind.Unregistered,
            _ => null,
        };
    }

    private static bool Knows(NoticeFacts facts) =>
        facts.ToldUnregisteredAt is { } told && (facts.Now - told).Duration() < Remembered && !(facts.RegistrationEndedAt > told);
}
