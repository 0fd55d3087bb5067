using Bridge.Protocol.Smpp;

namespace Bridge.Worker.Operators;

internal enum RefusalKind
{
    /// <summary>For who we say we are: trying again soon can only lock the account. Slow, and an alarm.</summary>
    Credentials,

    /// <summary>The operator has not yet noticed the end of our last session. Soon.</summary>
    AlreadyBound,

    /// <summary>The operator wants fewer binds. Later.</summary>
    Busy,

    /// <summary>A fault of the operator's, likely to pass: as after a lost connection.</summary>
    Passing,
}

/// <summary>What a command_status says of a bind (SMPP v3.4 §5.1.3), in our words, and what it asks for.</summary>
internal readonly record struct BindRefusal(RefusalKind Kind, string Words)
{
    public static BindRefusal Of(CommandStatus status) => status switch
    {
        CommandStatus.InvPaswd => new(RefusalKind.Credentials, "the password is wrong"),
        CommandStatus.InvSysId => new(RefusalKind.Credentials, "the system_id is not known"),
        // Says nothing by the spec. Lenient to SMSCs that send it for a wrong password and a wrong system_id alike
        // (BindRefusalTests.Each_refusal_has_its_wait).
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
