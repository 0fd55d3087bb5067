using System.Net;
using Bridge.Protocol.Smpp;

namespace Bridge.Worker.Operators;

/// <summary>Event ids 1000 to 1999. Never a number, a text, a system_id or a password.</summary>
internal static partial class OperatorLog
{
    [LoggerMessage(1001, LogLevel.Information, "Link {Operator}/{Link} is bound to {Peer} as {Mode}")]
    public static partial void Bound(ILogger logger, string @operator, string link, string peer, BindMode mode);

    [LoggerMessage(1002, LogLevel.Warning, "Link {Operator}/{Link} dropped after {BoundFor}: {Reason} ({Detail})")]
    public static partial void Dropped(ILogger logger, string @operator, string link, TimeSpan boundFor, string reason, string detail);

    [LoggerMessage(1003, LogLevel.Error,
        "Link {Operator}/{Link} is refused by {Peer}: {Reason}; SystemId, Password and SystemType have to be what the operator expects; "
        + "tried again only every {Wait}")]
    public static partial void Refused(ILogger logger, string @operator, string link, string peer, string reason, TimeSpan wait);

    [LoggerMessage(1004, LogLevel.Warning, "Link {Operator}/{Link} cannot be bound to {Peer}: {Reason}; trying on")]
    public static partial void NotBound(ILogger logger, string @operator, string link, string peer, string reason);

    [LoggerMessage(1005, LogLevel.Warning, "Link {Operator}/{Link} is still not bound after {Attempts} attempts: {Reason}")]
    public static partial void StillNotBound(ILogger logger, string @operator, string link, int attempts, string reason);

    [LoggerMessage(1006, LogLevel.Information, "Link {Operator}/{Link} is unbound: the bridge is stopping")]
    public static partial void Unbound(ILogger logger, string @operator, string link);

    [LoggerMessage(1007, LogLevel.Error,
        "Link {Operator}/{Link}: a {Command} could not be accepted ({Failure}), answered {Status}; {More} more since the last such line")]
    public static partial void NotAccepted(
        ILogger logger, string @operator, string link, string command, string failure, string status, int more);

    [LoggerMessage(1008, LogLevel.Debug, "Link {Operator}/{Link}: {Command} ignored")]
    public static partial void Ignored(ILogger logger, string @operator, string link, string command);

    [LoggerMessage(1009, LogLevel.Error, "Link {Operator}/{Link} failed by a fault of our own ({Failure}); trying on")]
    public static partial void OwnFault(ILogger logger, string @operator, string link, string failure);

    [LoggerMessage(1010, LogLevel.Warning, "Not every link was tried within {Limit}: starting all the same")]
    public static partial void StartedUntried(ILogger logger, TimeSpan limit);

    [LoggerMessage(1011, LogLevel.Error, "Link {Operator}/{Link}: its change of state could not be told to the centre ({Failure})")]
    public static partial void ChangeNotTold(ILogger logger, string @operator, string link, string failure);

    [LoggerMessage(1012, LogLevel.Warning,
        "Operator {Operator} is congested: submits are slowed down, and given back their speed over a minute once it no longer complains")]
    public static partial void Congested(ILogger logger, string @operator);

    [LoggerMessage(1013, LogLevel.Warning, "Link {Operator}/{Link}: a caller on {Listen} was refused: {Why}")]
    public static partial void CallerRefused(ILogger logger, string @operator, string link, IPEndPoint listen, string why);

    [LoggerMessage(1014, LogLevel.Warning,
        "Link {Operator}/{Link} is being drained by command; it stays down until it is resumed or the bridge is restarted")]
    public static partial void Draining(ILogger logger, string @operator, string link);

    [LoggerMessage(1015, LogLevel.Information, "Link {Operator}/{Link} is resumed by command")]
    public static partial void Resumed(ILogger logger, string @operator, string link);

    [LoggerMessage(1016, LogLevel.Information, "Link {Operator}/{Link} is drained ({Detail})")]
    public static partial void Drained(ILogger logger, string @operator, string link, string detail);

    [LoggerMessage(1017, LogLevel.Warning,
        "Link {Operator}/{Link}: the operator's bind_resp does not say that it takes TLVs, so long replies go as udh and not as LongText "
        + "says; if it takes them, set PeerVersion")]
    public static partial void NoTlvs(ILogger logger, string @operator, string link);

    [LoggerMessage(1018, LogLevel.Warning,
        "Link {Operator}/{Link}: {Request} was answered with {Status}, which no specification names; taken for a passing error. "
        + "Ask the operator what it means")]
    public static partial void UnknownStatus(ILogger logger, string @operator, string link, string request, string status);
}
