namespace Bridge.Protocol.Smpp;

/// <summary>
/// command_status (SMPP v3.4 §5.1.3, v5.0 §4.7.6). Any other number is a value of this type too, and is kept as received.
/// <see cref="SpecNames.SpecName(CommandStatus)"/> gives the spec's name.
/// </summary>
public enum CommandStatus : uint
{
    /// <summary>ESME_ROK: no error.</summary>
    Ok = 0x00,

    /// <summary>ESME_RINVMSGLEN: message length is invalid.</summary>
    InvMsgLen = 0x01,

    /// <summary>ESME_RINVCMDLEN: command_length is invalid.</summary>
    InvCmdLen = 0x02,

    /// <summary>ESME_RINVCMDID: command_id is invalid.</summary>
    InvCmdId = 0x03,

    /// <summary>ESME_RINVBNDSTS: wrong bind state for the command.</summary>
    InvBndSts = 0x04,

    /// <summary>ESME_RALYBND: already bound.</summary>
    AlyBnd = 0x05,

    /// <summary>ESME_RINVPRTFLG: invalid priority_flag.</summary>
    InvPrtFlg = 0x06,

    /// <summary>ESME_RINVREGDLVFLG: invalid registered_delivery.</summary>
    InvRegDlvFlg = 0x07,

    /// <summary>ESME_RSYSERR: system error.</summary>
    SysErr = 0x08,

    /// <summary>ESME_RINVSRCADR: invalid source address.</summary>
    InvSrcAdr = 0x0A,

    /// <summary>ESME_RINVDSTADR: invalid destination address.</summary>
    InvDstAdr = 0x0B,

    /// <summary>ESME_RINVMSGID: invalid message_id.</summary>
    InvMsgId = 0x0C,

    /// <summary>ESME_RBINDFAIL: bind failed.</summary>
    BindFail = 0x0D,

    /// <summary>ESME_RINVPASWD: invalid password.</summary>
    InvPaswd = 0x0E,

    /// <summary>ESME_RINVSYSID: invalid system_id.</summary>
    InvSysId = 0x0F,

    /// <summary>ESME_RCANCELFAIL: cancel_sm failed.</summary>
    CancelFail = 0x11,

    /// <summary>ESME_RREPLACEFAIL: replace_sm failed.</summary>
    ReplaceFail = 0x13,

    /// <summary>ESME_RMSGQFUL: message queue full.</summary>
    MsgQFul = 0x14,

    /// <summary>ESME_RINVSERTYP: invalid service_type.</summary>
    InvSerTyp = 0x15,

    /// <summary>ESME_RINVNUMDESTS: invalid number of destinations.</summary>
    InvNumDests = 0x33,

    /// <summary>ESME_RINVDLNAME: invalid distribution list name.</summary>
    InvDlName = 0x34,

    /// <summary>ESME_RINVDESTFLAG: invalid dest_flag.</summary>
    InvDestFlag = 0x40,

    /// <summary>ESME_RINVSUBREP: invalid submit with replace.</summary>
    InvSubRep = 0x42,

    /// <summary>ESME_RINVESMCLASS: invalid esm_class.</summary>
    InvEsmClass = 0x43,

    /// <summary>ESME_RCNTSUBDL: cannot submit to the distribution list.</summary>
    CntSubDl = 0x44,

    /// <summary>ESME_RSUBMITFAIL: submit_sm or submit_multi failed.</summary>
    SubmitFail = 0x45,

    /// <summary>ESME_RINVSRCTON: invalid source_addr_ton.</summary>
    InvSrcTon = 0x48,

    /// <summary>ESME_RINVSRCNPI: invalid source_addr_npi.</summary>
    InvSrcNpi = 0x49,

    /// <summary>ESME_RINVDSTTON: invalid dest_addr_ton.</summary>
    InvDstTon = 0x50,

    /// <summary>ESME_RINVDSTNPI: invalid dest_addr_npi.</summary>
    InvDstNpi = 0x51,

    /// <summary>ESME_RINVSYSTYP: invalid system_type.</summary>
    InvSysTyp = 0x53,

    /// <summary>ESME_RINVREPFLAG: invalid replace_if_present_flag.</summary>
    InvRepFlag = 0x54,

    /// <summary>ESME_RINVNUMMSGS: invalid number of messages.</summary>
    InvNumMsgs = 0x55,

    /// <summary>ESME_RTHROTTLED: the ESME has exceeded the allowed message rate.</summary>
    Throttled = 0x58,

    /// <summary>ESME_RINVSCHED: invalid schedule_delivery_time.</summary>
    InvSched = 0x61,

    /// <summary>ESME_RINVEXPIRY: invalid validity_period.</summary>
    InvExpiry = 0x62,

    /// <summary>ESME_RINVDFTMSGID: invalid sm_default_msg_id, or no such message.</summary>
    InvDftMsgId = 0x63,

    /// <summary>ESME_RX_T_APPN: the ESME has a temporary error, so the SMSC may try again.</summary>
    TempAppErr = 0x64,

    /// <summary>ESME_RX_P_APPN: the ESME has a permanent error.</summary>
    PermAppErr = 0x65,

    /// <summary>ESME_RX_R_APPN: the ESME rejects the message.</summary>
    RejeAppErr = 0x66,

    /// <summary>ESME_RQUERYFAIL: query_sm failed.</summary>
    QueryFail = 0x67,

    /// <summary>ESME_RINVOPTPARSTREAM: error in the optional part of the body.</summary>
    InvOptParStream = 0xC0,

    /// <summary>ESME_ROPTPARNOTALLWD: optional parameter not allowed.</summary>
    OptParNotAllwd = 0xC1,

    /// <summary>ESME_RINVPARLEN: invalid length of a parameter.</summary>
    InvParLen = 0xC2,

    /// <summary>ESME_RMISSINGOPTPARAM: an expected optional parameter is missing.</summary>
    MissingOptParam = 0xC3,

    /// <summary>ESME_RINVOPTPARAMVAL: invalid value of an optional parameter.</summary>
    InvOptParamVal = 0xC4,

    /// <summary>ESME_RDELIVERYFAILURE: delivery failed (data_sm_resp).</summary>
    DeliveryFailure = 0xFE,

    /// <summary>ESME_RUNKNOWNERR: unknown error.</summary>
    UnknownErr = 0xFF,

    /// <summary>ESME_RSERTYPUNAUTH: not authorised for the service_type (v5.0).</summary>
    ServTypeUnauth = 0x100,

    /// <summary>ESME_RPROHIBITED: the ESME is prohibited from the operation (v5.0).</summary>
    Prohibited = 0x101,

    /// <summary>ESME_RSERTYPUNAVAIL: the service_type is unavailable (v5.0).</summary>
    ServTypeUnavail = 0x102,

    /// <summary>ESME_RSERTYPDENIED: the service_type is denied (v5.0).</summary>
    ServTypeDenied = 0x103,

    /// <summary>ESME_RINVDCS: invalid data_coding (v5.0).</summary>
    InvDcs = 0x104,

    /// <summary>ESME_RINVSRCADDRSUBUNIT: invalid source_addr_subunit (v5.0).</summary>
    InvSrcAddrSubunit = 0x105,

    /// <summary>ESME_RINVDSTADDRSUBUNIT: invalid dest_addr_subunit (v5.0).</summary>
    InvDstAddrSubunit = 0x106,
}
