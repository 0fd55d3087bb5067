using Bridge.Protocol.Smpp;

namespace Bridge.Worker.Replies;

/// <summary>What an answer to submit_sm means for the reply.</summary>
internal enum SubmitVerdict
{
    /// <summary>The operator has it.</summary>
    Accepted,

    /// <summary>Try again after the usual wait.</summary>
    Retry,

    /// <summary>
    /// This recipient's queue is full (or the whole account's): the centre is told at once, and it is tried again.
    /// </summary>
    QueueFull,

    /// <summary>
    /// Our settings or the operator's are wrong: an alarm and the centre at once. Tried again slowly, for someone may mend it in time.
    /// </summary>
    Misconfigured,

    /// <summary>
    /// A status that the spec does not know, or that has no meaning here: an alarm, and tried again like a passing one.
    /// </summary>
    Unexpected,

    /// <summary>The operator will never accept this one.</summary>
    Refused,
}

/// <summary>
/// command_status of a submit_sm_resp to what is done (SMPP v3.4 §5.1.3). The spec does not say which are worth a retry; unknown and vendor
/// statuses are treated as passing ones, bounded by the reply's validity.
/// </summary>
internal static class SubmitVerdicts
{
    /// <summary>A request that was not answered is tried again.</summary>
    public static SubmitVerdict Classify(RequestOutcome outcome) =>
        outcome.Result == RequestResult.Answered ? Classify(outcome.Response!) : SubmitVerdict.Retry;

    public static SubmitVerdict Classify(CommandStatus status) => status switch
    {
        CommandStatus.Ok => SubmitVerdict.Accepted,
        CommandStatus.MsgQFul => SubmitVerdict.QueueFull,
        CommandStatus.InvMsgLen or CommandStatus.InvSrcAdr or CommandStatus.InvDstAdr or CommandStatus.InvMsgId or CommandStatus.InvNumDests
            or CommandStatus.InvDlName or CommandStatus.InvDestFlag or CommandStatus.InvSubRep or CommandStatus.CntSubDl
            or CommandStatus.InvNumMsgs or CommandStatus.InvDftMsgId or CommandStatus.PermAppErr or CommandStatus.RejeAppErr
            => SubmitVerdict.Refused,
        CommandStatus.InvCmdLen or CommandStatus.InvCmdId or CommandStatus.AlyBnd or CommandStatus.InvPrtFlg or CommandStatus.InvRegDlvFlg
            or CommandStatus.InvSerTyp or CommandStatus.InvEsmClass or CommandStatus.InvSrcTon or CommandStatus.InvSrcNpi
            or CommandStatus.InvDstTon or CommandStatus.InvDstNpi or CommandStatus.InvSysTyp or CommandStatus.InvRepFlag
            or CommandStatus.InvSched or CommandStatus.InvExpiry or CommandStatus.InvOptParStream or CommandStatus.OptParNotAllwd
            or CommandStatus.InvParLen or CommandStatus.MissingOptParam or CommandStatus.InvOptParamVal or CommandStatus.ServTypeUnauth
            or CommandStatus.Prohibited or CommandStatus.ServTypeDenied or CommandStatus.InvDcs or CommandStatus.InvSrcAddrSubunit
            or CommandStatus.InvDstAddrSubunit
            => SubmitVerdict.Misconfigured,
        CommandStatus.Throttled or CommandStatus.SysErr or CommandStatus.SubmitFail or CommandStatus.TempAppErr
            or CommandStatus.DeliveryFailure or CommandStatus.UnknownErr or CommandStatus.ServTypeUnavail or CommandStatus.InvBndSts
            => SubmitVerdict.Retry,
        _ => SubmitVerdict.Unexpected,
    };

    /// <summary>
    /// Whether the refusal says more of the link's account and settings than of the text: another link of the operator may fare better.
    /// </summary>
    public static bool IsAboutLink(Pdu response) =>
        response is not GenericNack
        && (Classify(response) == SubmitVerdict.Misconfigured || response.Status == CommandStatus.InvBndSts);

    /// <summary>What the centre is told of it at once; null: nothing yet.</summary>
    public static string? Trouble(SubmitVerdict verdict, CommandStatus? status) => verdict switch
    {
        SubmitVerdict.QueueFull => $"{ReceiptMeanings.InboxIsFull} (or the operator's queue): {status?.SpecName()}",
        SubmitVerdict.Misconfigured => $"the operator refuses our settings: {status?.SpecName()}",
        _ => null,
    };

    /// <summary>
    /// A generic_nack says that the request was not understood: a passing fault of the session, whatever its status (SMPP v3.4 §4.3).
    /// </summary>
    private static SubmitVerdict Classify(Pdu response) =>
        response is GenericNack ? SubmitVerdict.Retry : Classify(response.Status);
}
