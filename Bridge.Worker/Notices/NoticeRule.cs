namespace Bridge.Worker.Notices;

/// <summary>What has happened to a report, so that its sender may have to be told something.</summary>
internal enum NoticeTrigger
{
    /// <summary>It was released to the centre.</summary>
    Released,

    /// <summary>Nobody has taken it for Notices:unavailable:After.</summary>
    Waited,

    /// <summary>The centre has taken it.</summary>
    Taken,
}

/// <summary>What a notice is decided from.</summary>
internal sealed record NoticeFacts
{
    public required NoticeTrigger Trigger { get; init; }
    public required DateTimeOffset Now { get; init; }

    /// <summary>When the report's first part came.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The sender of an older report is told nothing.</summary>
    public required TimeSpan MaxAge { get; init; }

    /// <summary>The kinds that are switched on by the configuration.</summary>
    public required IReadOnlySet<NoticeKind> Enabled { get; init; }

    /// <summary>Whether the sender's address is a number. To any other no text can be sent.</summary>
    public bool IsNumber { get; init; } = true;

    /// <summary>Whether the sender is a system that tests the service.</summary>
    public bool IsTest { get; init; }

    /// <summary>Whether the service is suspended at the sender's operator.</summary>
    public bool IsSuspended { get; init; }

    /// <summary>Whether the sender is outside Hong Kong.</summary>
    public bool IsOutside { get; init; }

    /// <summary>Whether the sender is not registered. False while nobody is.</summary>
    public bool IsUnregistered { get; init; }

    /// <summary>Whether another text of the sender still waits for the centre to take it.</summary>
    public bool AnotherWaits { get; init; }

    /// <summary>The newest notice to the sender; null: none is known.</summary>
    public NoticeKind? Last { get; init; }

    /// <summary>When <see cref="Last"/> was sent; now if it is still under way.</summary>
    public DateTimeOffset LastAt { get; init; }

    /// <summary>When the sender was last told that the number is not registered; null: never.</summary>
    public DateTimeOffset? ToldUnregisteredAt { get; init; }

    /// <summary>When a registration of the number last ended, since the sender was told so; null: none did.</summary>
    public DateTimeOffset? RegistrationEndedAt { get; init; }
}

/// <summary>Whether a notice is sent, and why not.</summary>
internal enum NoticeOutcome
{
    Send,

    /// <summary>There is nothing to tell.</summary>
    Nothing,

    /// <summary>The sender is a system, or its address is no number.</summary>
    NoPerson,

    /// <summary>The sender was sent a notice that says what to do since this text came.</summary>
    AlreadyTold,

    /// <summary>
    /// Another text of the sender is not taken yet, and its notice may be needed in these five minutes. Unregistered is sent when that text
    /// is taken.
    /// </summary>
    KeptForAnother,

    /// <summary>It is too soon after the last notice: to be decided again later.</summary>
    Postponed,

    /// <summary>It is too soon after the last notice, and later it would be too late.</summary>
    Limited,

    /// <summary>The report is so old that its sender has turned elsewhere. A notice now could mislead them, or give them away.</summary>
    TooLate,
}

/// <param name="Kind">The notice that applies, sent or not; null: none does.</param>
/// <param name="Until">When to decide again, with <see cref="NoticeOutcome.Postponed"/>.</param>
internal readonly record struct NoticeVerdict(NoticeOutcome Outcome, NoticeKind? Kind = null, DateTimeOffset? Until = null);

/// <summary>
/// Which notice a sender gets, if any: a pure function. Like the bounce-back of text-to-911 (47 CFR 9.10), it is automatic and says that
/// help has to be sought another way. There are few of them, because a sender may be hiding: a phone that lights up can give a person away.
/// </summary>
internal static class NoticeRule
{
    /// <summary>From one notice to a sender to the next at least, whatever their kinds.</summary>
    public static readonly TimeSpan MinInterval = TimeSpan.FromMinutes(5);

    /// <summary>A sender who was told that the number is not registered is not told again for so long.</summary>
    public static readonly TimeSpan UnregisteredInterval = TimeSpan.FromDays(30);

    public static NoticeVerdict Decide(NoticeFacts facts)
    {
        if (facts.IsTest || !facts.IsNumber) return new NoticeVerdict(NoticeOutcome.NoPerson);
        if (ChooseKind(facts) is not { } kind) return new NoticeVerdict(NoticeOutcome.Nothing);
        if (facts.Now - facts.ReceivedAt > facts.MaxAge) return new NoticeVerdict(NoticeOutcome.TooLate, kind);
        if (kind == NoticeKind.Unregistered && facts.AnotherWaits) return new NoticeVerdict(NoticeOutcome.KeptForAnother, kind);
        if (facts.Last is not { } last) return new NoticeVerdict(NoticeOutcome.Send, kind);
        if (facts.LastAt >= facts.ReceivedAt && last != NoticeKind.Unregistered && kind != NoticeKind.Unregistered)
        {
            return new NoticeVerdict(NoticeOutcome.AlreadyTold, kind);
        }

        // The distance counts, in either direction: a clock that was set back must not suppress notices for an hour.
        if ((facts.Now - facts.LastAt).Duration() >= MinInterval) return new NoticeVerdict(NoticeOutcome.Send, kind);
        var until = facts.LastAt + MinInterval;
        return until - facts.ReceivedAt > facts.MaxAge
            ? new NoticeVerdict(NoticeOutcome.Limited, kind)
            : new NoticeVerdict(NoticeOutcome.Postponed, kind, until);
    }

    /// <summary>
    /// The first kind that applies and is enabled. Once the centre has taken the report, suspended and outside Hong Kong are not sent: a
    /// person there deals with it.
    /// </summary>
    private static NoticeKind? ChooseKind(NoticeFacts facts)
    {
        if (facts.IsSuspended && facts.Enabled.Contains(NoticeKind.Suspended))
        {
            return facts.Trigger == NoticeTrigger.Taken ? null : NoticeKind.Suspended;
        }

        if (facts.IsOutside && facts.Enabled.Contains(NoticeKind.OutsideHongKong))
        {
            return facts.Trigger == NoticeTrigger.Taken ? null : NoticeKind.OutsideHongKong;
        }

        return facts.Trigger switch
        {
            NoticeTrigger.Waited when facts.Enabled.Contains(NoticeKind.Unavailable) => NoticeKind.Unavailable,
            NoticeTrigger.Taken when TellsUnregistered(facts) => NoticeKind.Unregistered,
            _ => null,
        };
    }

    /// <summary>Whether the sender is to be told that the number is not registered: once in a while, and after each registration.</summary>
    private static bool TellsUnregistered(NoticeFacts facts)
    {
        if (!facts.IsUnregistered || !facts.Enabled.Contains(NoticeKind.Unregistered)) return false;
        return facts.ToldUnregisteredAt is not { } told
            || (facts.Now - told).Duration() >= UnregisteredInterval || facts.RegistrationEndedAt > told;
    }
}
