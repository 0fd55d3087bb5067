namespace Bridge.Worker.Notices;

/// <summary>The automatic texts about a report. Where several would be true, the first of them is told and no other.</summary>
internal enum NoticeKind
{
    /// <summary>The centre has suspended the service at the sender's operator.</summary>
    Suspended,

    /// <summary>The sender is where 992 does not reach.</summary>
    OutsideHongKong,

    /// <summary>Nobody has taken the report in time.</summary>
    Unavailable,

    /// <summary>The number is not registered.</summary>
    Unregistered,
}

internal static class NoticeKinds
{
    public static IReadOnlyList<NoticeKind> All { get; } = Enum.GetValues<NoticeKind>();

    /// <summary>The kind's key under Notices, and its name in notice.sent and in metrics.</summary>
    public static string Key(this NoticeKind kind) => kind switch
    {
        NoticeKind.Suspended => "suspended",
        NoticeKind.OutsideHongKong => "outside-hong-kong",
        NoticeKind.Unavailable => "unavailable",
        _ => "unregistered",
    };
}
