using System.Collections.Frozen;

namespace Bridge.Protocol.Smpp;

public enum TlvKind
{
    /// <summary>An unsigned number, big-endian.</summary>
    Number,

    /// <summary>A C-octet string: ends with its NUL.</summary>
    CString,
    Octets,
}

/// <summary>
/// What the spec says of one optional parameter: how long its value may be, and of what kind it is. Reading takes any length (operators'
/// SMSCs leave out NULs and pad); what we write keeps to it, and `bridge decode` tells who does not.
/// </summary>
/// <param name="Least">Octets of the value, <paramref name="Most"/> too.</param>
/// <param name="Section">Where the spec defines it: v3.4 where that does, else v5.0.</param>
public sealed record TlvRule(TlvTag Tag, TlvKind Kind, int Least, int Most, string Section)
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

        Number(TlvTag.CongestionState, 1, OfVersion5),
        Number(TlvTag.BroadcastChannelIndicator, 1, OfVersion5),
        new(TlvTag.BroadcastContentType, TlvKind.Octets, 3, 3, OfVersion5),
        new(TlvTag.BroadcastContentTypeInfo, TlvKind.Octets, 1, 255, OfVersion5),
        Number(TlvTag.BroadcastMessageClass, 1, OfVersion5),
        Number(TlvTag.BroadcastRepNum, 2, OfVersion5),
        new(TlvTag.BroadcastFrequencyInterval, TlvKind.Octets, 3, 3, OfVersion5),
        new(TlvTag.BroadcastAreaIdentifier, TlvKind.Octets, 1, 100, OfVersion5),
        Number(TlvTag.BroadcastErrorStatus, 4, OfVersion5),
        Number(TlvTag.BroadcastAreaSuccess, 1, OfVersion5),
        new(TlvTag.BroadcastEndTime, TlvKind.Octets, 16, 17, OfVersion5),
        new(TlvTag.BroadcastServiceGroup, TlvKind.Octets, 1, 255, OfVersion5),
        new(TlvTag.BillingIdentification, TlvKind.Octets, 1, 1_024, OfVersion5),
        new(TlvTag.SourceNetworkId, TlvKind.CString, 7, 65, OfVersion5),
        new(TlvTag.DestNetworkId, TlvKind.CString, 7, 65, OfVersion5),
        new(TlvTag.SourceNodeId, TlvKind.Octets, 6, 6, OfVersion5),
        new(TlvTag.DestNodeId, TlvKind.Octets, 6, 6, OfVersion5),
        Number(TlvTag.DestAddrNpResolution, 1, OfVersion5),
        new(TlvTag.DestAddrNpInformation, TlvKind.Octets, 10, 10, OfVersion5),
        new(TlvTag.DestAddrNpCountry, TlvKind.Octets, 1, 5, OfVersion5),
    }.ToFrozenDictionary(rule => rule.Tag);

    private const string OfVersion5 = "v5.0 §4.8.4";

    /// <summary>Null for a tag that the spec does not define: a vendor's own (0x1400 to 0x3FFF), or a reserved one.</summary>
    public static TlvRule? Of(TlvTag tag) => Rules.GetValueOrDefault(tag);

    /// <summary>What is wrong with a value of this parameter, in words without any of its content; null when nothing is.</summary>
    public string? Complaint(ReadOnlySpan<byte> value)
    {
        if (value.Length < Least || value.Length > Most)
        {
            return $"has {value.Length} octets, {(Least == Most ? $"{Least}" : $"{Least} to {Most}")} allowed";
        }

        if (Kind != TlvKind.CString) return null;
        var nul = value.IndexOf((byte)0);
        return nul < 0 ? "has no NUL" : nul < value.Length - 1 ? "goes on behind its NUL" : null;
    }

    private static TlvRule Number(TlvTag tag, int octets, string section) => new(tag, TlvKind.Number, octets, octets, section);
}
