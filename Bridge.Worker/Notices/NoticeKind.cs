namespace Bridge.Worker.Notices;

/// <summary>The automatic texts about a report. If several apply, only the first of them is sent.</summary>
internal enum NoticeKind
{
    /// <summary>The centre has suspended the service at the sender's operator.</summary>
    Suspended,

    /// <summary>The sender is outside Hong Kong.</summary>
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
