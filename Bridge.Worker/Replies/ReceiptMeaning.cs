using Bridge.Protocol.Smpp;

namespace Bridge.Worker.Replies;

/// <summary>What a receipt means for the part.</summary>
internal enum ReceiptMeaning
{
    /// <summary>On its way (SCHEDULED, ENROUTE, ACCEPTED): that is known already.</summary>
    UnderWay,

    /// <summary>The operator does not know (UNKNOWN); a better word may follow.</summary>
    Unknown,
    Delivered,

    /// <summary>The handset has no room for it; once it has, it can be delivered.</summary>
    InboxFull,

    /// <summary>This submit of it will not be delivered.</summary>
    Failed,
}

/// <summary>message_state and network_error_code of a receipt to what is done (SMPP v3.4 §5.2.28, §5.3.2.31).</summary>
internal static class ReceiptMeanings
{
    public const string InboxIsFull = "the recipient's inbox is full";

    /// <summary>network_error_code's first octet for a GSM network.</summary>
    private const byte Gsm = 3;

    public static ReceiptMeaning Classify(MessageState state, NetworkError? error) => state switch
    {
        MessageState.Scheduled or MessageState.Enroute or MessageState.Accepted => ReceiptMeaning.UnderWay,
        MessageState.Unknown => ReceiptMeaning.Unknown,
        MessageState.Delivered => ReceiptMeaning.Delivered,
        _ => IsInboxFull(error) ? ReceiptMeaning.InboxFull : ReceiptMeaning.Failed,
    };

    /// <summary>
    /// TP-FCS 208, SIM storage full, and 211, memory capacity exceeded (3GPP TS 23.040 §9.2.3.22), of a GSM network or of the text of a
    /// receipt, which names none.
    /// </summary>
    public static bool IsInboxFull(NetworkError? error) => error is { Type: Gsm or 0, Code: 208 or 211 };

    public static bool IsFinal(MessageState? state) =>
        state is { } known && Classify(known, error: null) is ReceiptMeaning.Delivered or ReceiptMeaning.Failed;

    /// <summary>SMPP's word for the centre.</summary>
    public static string InWords(MessageState state) => state switch
    {
        MessageState.Undeliverable or MessageState.Expired or MessageState.Rejected or MessageState.Deleted =>
            state.ToString().ToUpperInvariant(),
        _ => "UNKNOWN",
    };
}
