using Bridge.Protocol.Smpp;

namespace Bridge.Worker.Operators;

internal enum RefusalKind
{
    /// <summary>Our name or password is not accepted. Trying again soon could lock the account: slow, and an alarm.</summary>
    Credentials,

    /// <summary>The operator has not yet noticed the end of our last session: tried again soon.</summary>
    AlreadyBound,

    /// <summary>The operator wants fewer binds: tried again later.</summary>
    Busy,

    /// <summary>A fault of the operator's that is likely to pass: tried again as after a lost connection.</summary>
    Passing,
}

/// <summary>What a command_status means for a bind (SMPP v3.4 §5.1.3), and the words for it.</summary>
internal readonly record struct BindRefusal(RefusalKind Kind, string Words)
{
    public static BindRefusal Classify(CommandStatus status) => status switch
    {
        CommandStatus.InvPaswd => new(RefusalKind.Credentials, "the password is wrong"),
        CommandStatus.InvSysId => new(RefusalKind.Credentials, "the system_id is not known"),
        // The spec gives it no meaning. Some SMSCs send it for a wrong password and a wrong system_id alike.
        CommandStatus.BindFail => new(RefusalKind.Credentials, "bind failed: a wrong system_id or password, or a closed account"),
        CommandStatus.InvSysTyp => new(RefusalKind.Credentials, "the system_type is wrong"),
        CommandStatus.ServTypeUnauth or CommandStatus.Prohibited or CommandStatus.ServTypeDenied =>
            new(RefusalKind.Credentials, "the account may not do this"),
        CommandStatus.AlyBnd =>
            new(RefusalKind.AlreadyBound, "already bound: the last session is not yet over there, or someone else uses the account"),
        CommandStatus.Throttled => new(RefusalKind.Busy, "throttled: too many binds"),
        CommandStatus.MsgQFul => new(RefusalKind.Busy, "the operator's queue is full"),
        CommandStatus.SysErr => new(RefusalKind.Passing, "a system error of the operator's"),
        _ => new(RefusalKind.Passing, "no reason that the bridge knows"),
    };
}
