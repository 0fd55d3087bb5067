using System.Collections.Frozen;

namespace Bridge.Protocol.Smpp;

/// <summary>How the value of an optional parameter is written.</summary>
public enum TlvKind
{
    /// <summary>An unsigned number, big-endian.</summary>
    Number,

    /// <summary>A C-octet string, which ends with a NUL.</summary>
    CString,

    /// <summary>Octets in a form of their own.</summary>
    Octets,
}

/// <summary>
/// What the spec says of the value of one optional parameter. Decoding does not apply it, because SMSCs leave out NULs and pad. It is for
/// checking what one writes, and for telling which rule a peer breaks.
/// </summary>
/// <param name="Tag">The parameter.</param>
/// <param name="Kind">How its value is written.</param>
/// <param name="MinOctets">Smallest length of the value, in octets.</param>
/// <param name="MaxOctets">Largest length of the value, in octets.</param>
/// <param name="Section">The section of the spec that defines it: of v3.4 if that does, else of v5.0.</param>
public sealed record TlvRule(TlvTag Tag, TlvKind Kind, int MinOctets, int MaxOctets, string Section)
{
    private const int Unbounded = ushort.MaxValue;

    private static readonly FrozenDictionary<TlvTag, TlvRule> Rules = new TlvRule[]
    {
        Number(TlvTag.DestAddrSubunit, 1, "§5.3.2.1"),
        Number(TlvTag.SourceAddrSubunit, 1, "§5.3.2.2"),
        Number(TlvTag.DestNetworkType, 1, "§5.3.2.3"),
        Number(TlvTag.SourceNetworkType, 1, "§5.3.2.4"),
        Number(TlvTag.DestBearerType, 1, "§5.3.2.5"),
        Number(TlvTag.SourceBearerType, 1, "§5.3.2.6"),
        Number(TlvTag.DestTelematicsId, 2, "§5.3.2.7"),
        Number(TlvTag.SourceTelematicsId, 1, "§5.3.2.8"),
        Number(TlvTag.QosTimeToLive, 4, "§5.3.2.9"),
        Number(TlvTag.PayloadType, 1, "§5.3.2.10"),
        new(TlvTag.AdditionalStatusInfoText, TlvKind.CString, 1, 256, "§5.3.2.11"),
        new(TlvTag.ReceiptedMessageId, TlvKind.CString, 1, 65, "§5.3.2.12"),
        Number(TlvTag.MsMsgWaitFacilities, 1, "§5.3.2.13"),
        Number(TlvTag.PrivacyIndicator, 1, "§5.3.2.14"),
        new(TlvTag.SourceSubaddress, TlvKind.Octets, 2, 23, "§5.3.2.15"),
        new(TlvTag.DestSubaddress, TlvKind.Octets, 2, 23, "§5.3.2.16"),
        Number(TlvTag.UserMessageReference, 2, "§5.3.2.17"),
        Number(TlvTag.UserResponseCode, 1, "§5.3.2.18"),
        Number(TlvTag.LanguageIndicator, 1, "§5.3.2.19"),
        Number(TlvTag.SourcePort, 2, "§5.3.2.20"),
        Number(TlvTag.DestinationPort, 2, "§5.3.2.21"),
        Number(TlvTag.SarMsgRefNum, 2, "§5.3.2.22"),
        Number(TlvTag.SarTotalSegments, 1, "§5.3.2.23"),
        Number(TlvTag.SarSegmentSeqnum, 1, "§5.3.2.24"),
        Number(TlvTag.ScInterfaceVersion, 1, "§5.3.2.25"),
        Number(TlvTag.DisplayTime, 1, "§5.3.2.26"),
        new(TlvTag.MsValidity, TlvKind.Number, 1, 4, "§5.3.2.27"),   // 4 octets in v5.0
        Number(TlvTag.DpfResult, 1, "§5.3.2.28"),
        Number(TlvTag.SetDpf, 1, "§5.3.2.29"),
        Number(TlvTag.MsAvailabilityStatus, 1, "§5.3.2.30"),
        new(TlvTag.NetworkErrorCode, TlvKind.Octets, 3, 3, "§5.3.2.31"),
        new(TlvTag.MessagePayload, TlvKind.Octets, 0, Unbounded, "§5.3.2.32"),
        Number(TlvTag.DeliveryFailureReason, 1, "§5.3.2.33"),
        Number(TlvTag.MoreMessagesToSend, 1, "§5.3.2.34"),
        Number(TlvTag.MessageState, 1, "§5.3.2.35"),
        new(TlvTag.CallbackNum, TlvKind.Octets, 4, 19, "§5.3.2.36"),
        Number(TlvTag.CallbackNumPresInd, 1, "§5.3.2.37"),
        new(TlvTag.CallbackNumAtag, TlvKind.Octets, 0, 65, "§5.3.2.38"),
        Number(TlvTag.NumberOfMessages, 1, "§5.3.2.39"),
        Number(TlvTag.SmsSignal, 2, "§5.3.2.40"),
        new(TlvTag.AlertOnMessageDelivery, TlvKind.Number, 0, 1, "§5.3.2.41"),   // 1 octet in v5.0
        Number(TlvTag.ItsReplyType, 1, "§5.3.2.42"),
        new(TlvTag.ItsSessionInfo, TlvKind.Octets, 2, 2, "§5.3.2.43"),
        Number(TlvTag.UssdServiceOp, 1, "§5.3.2.44"),

        Number(TlvTag.CongestionState, 1, Version5Section),
        Number(TlvTag.BroadcastChannelIndicator, 1, Version5Section),
        new(TlvTag.BroadcastContentType, TlvKind.Octets, 3, 3, Version5Section),
        new(TlvTag.BroadcastContentTypeInfo, TlvKind.Octets, 1, 255, Version5Section),
        Number(TlvTag.BroadcastMessageClass, 1, Version5Section),
        Number(TlvTag.BroadcastRepNum, 2, Version5Section),
        new(TlvTag.BroadcastFrequencyInterval, TlvKind.Octets, 3, 3, Version5Section),
        new(TlvTag.BroadcastAreaIdentifier, TlvKind.Octets, 1, 100, Version5Section),
        Number(TlvTag.BroadcastErrorStatus, 4, Version5Section),
        Number(TlvTag.BroadcastAreaSuccess, 1, Version5Section),
        new(TlvTag.BroadcastEndTime, TlvKind.Octets, 16, 17, Version5Section),
        new(TlvTag.BroadcastServiceGroup, TlvKind.Octets, 1, 255, Version5Section),
        new(TlvTag.BillingIdentification, TlvKind.Octets, 1, 1_024, Version5Section),
        new(TlvTag.SourceNetworkId, TlvKind.CString, 7, 65, Version5Section),
        new(TlvTag.DestNetworkId, TlvKind.CString, 7, 65, Version5Section),
        new(TlvTag.SourceNodeId, TlvKind.Octets, 6, 6, Version5Section),
        new(TlvTag.DestNodeId, TlvKind.Octets, 6, 6, Version5Section),
        Number(TlvTag.DestAddrNpResolution, 1, Version5Section),
        new(TlvTag.DestAddrNpInformation, TlvKind.Octets, 10, 10, Version5Section),
        new(TlvTag.DestAddrNpCountry, TlvKind.Octets, 1, 5, Version5Section),
    }.ToFrozenDictionary(rule => rule.Tag);

    private const string Version5Section = "v5.0 §4.8.4";

    /// <summary>
    /// Finds the rule of a tag. Null if the spec does not define the tag: a vendor's (0x1400 to 0x3FFF) or a reserved one.
    /// </summary>
    public static TlvRule? Find(TlvTag tag) => Rules.GetValueOrDefault(tag);

    /// <summary>Says in words what is wrong with a value, without its content. Null if the value keeps to the rule.</summary>
    public string? FindProblem(ReadOnlySpan<byte> value)
    {
        if (value.Length < MinOctets || value.Length > MaxOctets)
        {
            return $"has {value.Length} octets, {(MinOctets == MaxOctets ? $"{MinOctets}" : $"{MinOctets} to {MaxOctets}")} allowed";
        }

        if (Kind != TlvKind.CString) return null;
        var nul = value.IndexOf((byte)0);
        return nul < 0 ? "has no NUL" : nul < value.Length - 1 ? "goes on behind its NUL" : null;
    }

    private static TlvRule Number(TlvTag tag, int octets, string section) => new(tag, TlvKind.Number, octets, octets, section);
}
