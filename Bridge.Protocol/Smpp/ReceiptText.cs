using System.Buffers;
using System.Text;

namespace Bridge.Protocol.Smpp;

/// <summary>
/// The text of a receipt (SMPP v3.4 Appendix B), an example in the spec that every SMSC varies: <c>id:IIIIIIIIII sub:SSS dlvrd:DDD submit
/// date:YYMMDDhhmm done date:YYMMDDhhmm stat:DDDDDDD err:E text:…</c> Met and read: any case and order, fields missing or empty, spaces
/// around the colon, commas between fields, dates of any form, ids of any length and letters, states by other names, UCS-2 declared or
/// real. Nothing after "text:" is looked at: those are our own words. Lenient to nearly every SMSC there is (jsmpp#62, jasmin#210;
/// DeliveryReceiptTests.The_text_is_read_leniently).
/// </summary>
internal readonly record struct ReceiptText(string? Id, MessageState? State, NetworkError? Error)
{
    private static readonly SearchValues<char> Ends = SearchValues.Create(" ,;\t\r\n");

    /// <summary>The first letters of each state's names: SMSCs cut and spell the rest as they like.</summary>
    private static readonly (string Start, MessageState State)[] States =
    [
        ("DELIV", MessageState.Delivered),
        ("EXPIR", MessageState.Expired),
        ("DELET", MessageState.Deleted),
        ("UNDEL", MessageState.Undeliverable),
        ("FAIL", MessageState.Undeliverable),
        ("ACCEP", MessageState.Accepted),
        ("UNKNO", MessageState.Unknown),
        ("REJEC", MessageState.Rejected),
        ("ENROU", MessageState.Enroute),
        ("SCHED", MessageState.Scheduled),
        ("SKIP", MessageState.Skipped),
    ];

    public static ReceiptText Read(ReadOnlySpan<byte> userData, bool hasUdh)
    {
        if (hasUdh && !userData.IsEmpty) userData = userData[Math.Min(userData[0] + 1, userData.Length)..];

        // Every letter of it is ASCII: without its zero octets UCS-2 of either byte order is too. Lenient to SMSCs whose data_coding says
        // otherwise (node-smpp#68; DeliveryReceiptTests.A_receipt_declared_as_UCS2_is_read_whether_it_is_or_not).
        var text = Encoding.Latin1.GetString(userData).Replace("\0", "");
        var ours = StartOf(text, "text");
        if (ours >= 0) text = text[..ours];

        return new(Value(text, "id"), StateOf(Value(text, "stat")), ErrorOf(Value(text, "err")));
    }

    public static string Write(DeliveryReceipt receipt, DateTimeOffset submitted, DateTimeOffset done)
    {
        var delivered = receipt.State == MessageState.Delivered ? 1 : 0;
        return $"id:{receipt.MessageId} sub:001 dlvrd:{delivered:D3} submit date:{submitted:yyMMddHHmm} done date:{done:yyMMddHHmm} "
            + $"stat:{NameOf(receipt.State)} err:{receipt.NetworkError?.Code ?? 0:D3} text:";
    }

    /// <summary>What stands behind "key:", up to a space or comma; null when that is nothing, or another key.</summary>
    private static string? Value(string text, string key)
    {
        var start = StartOf(text, key);
        if (start < 0) return null;

        var rest = text.AsSpan(text.IndexOf(':', start) + 1).TrimStart();
        var end = rest.IndexOfAny(Ends);
        var value = end < 0 ? rest : rest[..end];
        return value.IsEmpty || value.Contains(':') ? null : value.ToString();
    }

    /// <summary>Where "key:" stands as a word of its own, or -1.</summary>
    private static int StartOf(string text, string key)
    {
        for (var at = 0; (at = text.IndexOf(key, at, StringComparison.OrdinalIgnoreCase)) >= 0; at += key.Length)
        {
            var isWord = at == 0 || !char.IsLetterOrDigit(text[at - 1]);
            if (isWord && text.AsSpan(at + key.Length).TrimStart() is [':', ..]) return at;
        }

        return -1;
    }

    private static MessageState? StateOf(string? word)
    {
        foreach (var (start, state) in States)
        {
            if (word is not null && word.StartsWith(start, StringComparison.OrdinalIgnoreCase)) return state;
        }

        return null;
    }

    /// <summary>Zeros mean no error; letters mean something to their SMSC alone.</summary>
    private static NetworkError? ErrorOf(string? digits) => ushort.TryParse(digits, out var code) && code > 0 ? new(0, code) : null;

    private static string NameOf(MessageState? state) => state switch
    {
        MessageState.Delivered => "DELIVRD",
        MessageState.Expired => "EXPIRED",
        MessageState.Deleted => "DELETED",
        MessageState.Undeliverable => "UNDELIV",
        MessageState.Accepted => "ACCEPTD",
        MessageState.Rejected => "REJECTD",
        MessageState.Enroute => "ENROUTE",
        MessageState.Scheduled => "SCHEDULED",
        MessageState.Skipped => "SKIPPED",
        _ => "UNKNOWN",
    };
}
