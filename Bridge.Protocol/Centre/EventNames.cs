namespace Bridge.Protocol.Centre;

/// <summary>The names of the events, which follow <see cref="CloudEvent.TypePrefix"/> in <c>type</c>.</summary>
public static class EventNames
{
    /// <summary>See <see cref="Centre.ReportData"/>.</summary>
    public const string ReportReceived = "report.received";

    /// <summary>See <see cref="Centre.ReportData"/>.</summary>
    public const string ReportAmended = "report.amended";

    /// <summary>See <see cref="Centre.ReportRepeated"/>.</summary>
    public const string ReportRepeated = "report.repeated";

    /// <summary>See <see cref="Centre.ReportOverdue"/>.</summary>
    public const string ReportOverdue = "report.overdue";

    /// <summary>See <see cref="Centre.ReplyAccepted"/>.</summary>
    public const string ReplyAccepted = "reply.accepted";

    /// <summary>See <see cref="Centre.ReplyDelivered"/>.</summary>
    public const string ReplyDelivered = "reply.delivered";

    /// <summary>See <see cref="Centre.ReplyFailed"/>.</summary>
    public const string ReplyFailed = "reply.failed";

    /// <summary>See <see cref="Centre.CommandRejected"/>.</summary>
    public const string CommandRejected = "command.rejected";

    /// <summary>See <see cref="Centre.NoticeSent"/>.</summary>
    public const string NoticeSent = "notice.sent";

    /// <summary>See <see cref="Centre.NoticeFailed"/>.</summary>
    public const string NoticeFailed = "notice.failed";

    /// <summary>See <see cref="Centre.RegistrationActivated"/>.</summary>
    public const string RegistrationActivated = "registration.activated";

    /// <summary>See <see cref="Centre.RegistrationFailed"/>.</summary>
    public const string RegistrationFailed = "registration.failed";

    /// <summary>See <see cref="Centre.LinkChanged"/>.</summary>
    public const string LinkChanged = "link.changed";

    /// <summary>See <see cref="Centre.OutageEnded"/>.</summary>
    public const string OutageEnded = "outage.ended";
}
