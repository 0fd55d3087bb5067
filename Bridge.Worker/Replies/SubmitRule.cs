using Bridge.Protocol.Smpp;

namespace Bridge.Worker.Replies;

/// <summary>What an answer to submit_sm means for the reply.</summary>
internal enum SubmitVerdict
{
    /// <summary>The operator has it.</summary>
    Taken,

    /// <summary>Try again after the usual wait.</summary>
    Retry,

    /// <summary>This recipient's queue is full (or the whole account's): the centre is told at once, and it is tried again.</summary>
    QueueFull,

    /// <summary>
    /// Ours or the operator's set-up is wrong: an alarm and the centre at once, tried again slowly, for someone may mend it in time.
    /// </summary>
    Misconfigured,

    /// <summary>A status that the spec does not know, or that has no meaning here: an alarm, and tried again like a passing one.</summary>
    Strange,

    /// <summary>The operator will never take this one.</summary>
    Refused,
}

/// <summary>
/// command_status of a submit_sm_resp to what is done (SMPP v3.4 §5.1.3). The spec does not say which are worth a retry; unknown and vendor
/// statuses are taken for passing ones, bounded by the reply's validity.
/// </summary>
internal static class SubmitRule
{
    public static SubmitVerdict Of(RequestOutcome outcome) =>
        outcome.Result == RequestResult.Answered ? Of(outcome.Response!) : SubmitVerdict.Retry;

    public static SubmitVerdict Of(CommandStatus status) => status switch
    {
        CommandStatus.Ok => SubmitVerdict.Taken,
        CommandStatus.MsgQFul => SubmitVerdict.QueueFull,
        CommandStatus.InvMsgLen or CommandStatus.InvSrcAdr or CommandStatus.InvDstAdr or CommandStatus.InvMsgId or CommandStatus.InvNumDests
            or CommandStatus.InvDlName or CommandStatus.InvDestFlag or CommandStatus.InvSubRep or CommandStatus.CntSubDl
                or CommandStatus.InvNumMsgs
            or CommandStatus.InvDftMsgId or CommandStatus.PermAppErr or CommandStatus.RejeAppErr => SubmitVerdict.Refused,
        CommandStatus.InvCmdLen or CommandStatus.InvCmdId or CommandStatus.AlyBnd or CommandStatus.InvPrtFlg or CommandStatus.InvRegDlvFlg
            or CommandStatus.InvSerTyp or CommandStatus.InvEsmClass or CommandStatus.InvSrcTon or CommandStatus.InvSrcNpi
                or CommandStatus.InvDstTon
            or CommandStatus.InvDstNpi or CommandStatus.InvSysTyp or CommandStatus.InvRepFlag or CommandStatus.InvSched
                or CommandStatus.InvExpiry
            or CommandStatus.InvOptParStream or CommandStatus.OptParNotAllwd or CommandStatus.InvParLen or CommandStatus.MissingOptParam
            or CommandStatus.InvOptParamVal or CommandStatus.ServTypeUnauth or CommandStatus.Prohibited or CommandStatus.ServTypeDenied
            or CommandStatus.InvDcs or CommandStatus.InvSrcAddrSubunit or CommandStatus.InvDstAddrSubunit => SubmitVerdict.Misconfigured,
        CommandStatus.Throttled or CommandStatus.SysErr or CommandStatus.SubmitFail or CommandStatus.TempAppErr
            or CommandStatus.DeliveryFailure
            or CommandStatus.UnknownErr or CommandStatus.ServTypeUnavail or CommandStatus.InvBndSts => SubmitVerdict.Retry,
        _ => SubmitVerdict.Strange,
    };

    /// <summary>
    /// Whether the refusal says more of the link's account and settings than of the text: another link of the operator may fare better.
    /// </summary>
    public static bool IsOfTheLink(Pdu response) =>
        response is not GenericNack && (Of(response) == SubmitVerdict.Misconfigured || response.Status == CommandStatus.InvBndSts);

    /// <summary>What the centre is told of it at once; null: nothing yet.</summary>
    public static string? Trouble(SubmitVerdict verdict, CommandStatus? status) => verdict switch
    {
        SubmitVerdict.QueueFull => $"{ReceiptRule.InboxIsFull} (or the operator's queue): {status?.SpecName()}",
        SubmitVerdict.Misconfigured => $"the operator refuses our settings: {status?.SpecName()}",
        _ => null,
    };

    /// <summary>
    /// A generic_nack says that the request was not understood: a passing fault of the session, whatever its status (SMPP v3.4 §4.3).
    /// </summary>
    private static SubmitVerdict Of(Pdu response) => response is GenericNack ? SubmitVerdict.Retry : Of(response.Status);
}

/// <summary>1 s, doubling to 60 s, each shifted by up to a fifth so that retries do not come in step (contract, fine print).</summary>
internal static class SubmitBackoff
{
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <param name="attempt">Retries so far, from 0.</param>
    /// <param name="draw">0 to 1.</param>
    public static TimeSpan Wait(SubmitVerdict verdict, int attempt, double draw)
    {
        // The power is bounded before it is taken: 2^1000 is no TimeSpan.
        var seconds = verdict == SubmitVerdict.Misconfigured
            ? Longest.TotalSeconds
            : Math.Min(Longest.TotalSeconds, Math.Pow(2, Math.Min(attempt, 10)));
        return TimeSpan.FromSeconds(seconds * (0.8 + 0.4 * draw));
    }
}
