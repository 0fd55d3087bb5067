using Bridge.Protocol.Smpp;

namespace Bridge.Worker.Replies;

/// <summary>What the response to a submit_sm means for the reply.</summary>
internal enum SubmitVerdict
{
    /// <summary>The operator has accepted the part.</summary>
    Accepted,

    /// <summary>Try again after the usual wait.</summary>
    Retry,

    /// <summary>
    /// The operator's queue for this recipient or for the account is full: the centre is told at once, and it is tried again.
    /// </summary>
    QueueFull,

    /// <summary>
    /// Our settings or the operator's are wrong: it is logged as an error, and the centre is told at once. It is tried again slowly, for
    /// they may be corrected in time.
    /// </summary>
    Misconfigured,

    /// <summary>
    /// The spec does not know the status, or it has no meaning here: it is logged as an error, and tried again like a passing error.
    /// </summary>
    Unexpected,

    /// <summary>The operator will never accept this part.</summary>
    Refused,
}

/// <summary>
/// Classifies the command_status of a submit_sm_resp (SMPP v3.4 §5.1.3). The spec does not say which are worth a retry. Unknown and vendor
/// statuses are treated as passing errors, until the reply's validity is over.
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
    /// Whether the account or the settings of the link are refused, rather than the text: another link of the operator may be accepted.
    /// </summary>
    public static bool IsAboutLink(Pdu response) =>
        response is not GenericNack
        && (Classify(response) == SubmitVerdict.Misconfigured || response.Status == CommandStatus.InvBndSts);

    /// <summary>The trouble that the centre is told of at once, in words; null: none.</summary>
    public static string? Trouble(SubmitVerdict verdict, CommandStatus? status) => verdict switch
    {
        SubmitVerdict.QueueFull => $"{ReceiptMeanings.InboxIsFull} (or the operator's queue): {status?.SpecName()}",
        SubmitVerdict.Misconfigured => $"the operator refuses our settings: {status?.SpecName()}",
        _ => null,
    };

    /// <summary>
    /// A generic_nack says that the request was not understood, whatever its status: a passing fault of the session (SMPP v3.4 §4.3).
    /// </summary>
    private static SubmitVerdict Classify(Pdu response) =>
        response is GenericNack ? SubmitVerdict.Retry : Classify(response.Status);
}
