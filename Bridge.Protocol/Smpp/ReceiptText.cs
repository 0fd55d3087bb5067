using System.Buffers;
using System.Text;

namespace Bridge.Protocol.Smpp;

/// <summary>
/// The text of a receipt. The spec has only an example of it (SMPP v3.4 Appendix B): <c>id:IIIIIIIIII sub:SSS dlvrd:DDD submit
/// date:YYMMDDhhmm done date:YYMMDDhhmm stat:DDDDDDD err:E text:…</c> SMSCs vary the case and the order, leave fields out or empty, put
/// spaces around the colon and commas between fields, write dates in any form, ids of any length with letters, and states by other names,
/// and declare or send UCS-2. What follows "text:" is ignored, because it is the text of the message. Lenient to nearly all SMSCs
/// (jsmpp#62, jasmin#210;
/// DeliveryReceiptTests.The_text_is_read_leniently).
/// </summary>
internal readonly record struct ReceiptText(string? Id, MessageState? State, NetworkError? Error)
{
    private static readonly SearchValues<char> Ends = SearchValues.Create(" ,;\t\r\n");

    /// <summary>The states by the first letters of their names. SMSCs shorten and spell the rest differently.</summary>
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

        // All its letters are ASCII, so UCS-2 of either byte order becomes ASCII too without its zero octets. Lenient to SMSCs whose
        // data_coding is wrong (node-smpp#68; DeliveryReceiptTests.A_receipt_declared_as_UCS2_is_read_whether_it_is_or_not).
        var text = Encoding.Latin1.GetString(userData).Replace("\0", "");
        var messageText = FindKey(text, "text");
        if (messageText >= 0) text = text[..messageText];

        return new(FindValue(text, "id"), ParseState(FindValue(text, "stat")), ParseError(FindValue(text, "err")));
    }

    public static string Write(DeliveryReceipt receipt, DateTimeOffset submitted, DateTimeOffset done)
    {
        var delivered = receipt.State == MessageState.Delivered ? 1 : 0;
        return $"id:{receipt.MessageId} sub:001 dlvrd:{delivered:D3} submit date:{submitted:yyMMddHHmm} done date:{done:yyMMddHHmm} "
            + $"stat:{NameFor(receipt.State)} err:{receipt.NetworkError?.Code ?? 0:D3} text:";
    }

    /// <summary>Finds the value after "key:", up to a space, comma or semicolon. Null if there is none, or if it is another key.</summary>
    private static string? FindValue(string text, string key)
    {
        var start = FindKey(text, key);
        if (start < 0) return null;

        var rest = text.AsSpan(text.IndexOf(':', start) + 1).TrimStart();
        var end = rest.IndexOfAny(Ends);
        var value = end < 0 ? rest : rest[..end];
        return value.IsEmpty || value.Contains(':') ? null : value.ToString();
    }

    /// <summary>Finds where "key:" stands as a word of its own. -1 if it does not.</summary>
    private static int FindKey(string text, string key)
    {
        for (var at = 0; (at = text.IndexOf(key, at, StringComparison.OrdinalIgnoreCase)) >= 0; at += key.Length)
        {
            var isWord = at == 0 || !char.IsLetterOrDigit(text[at - 1]);
            if (isWord && text.AsSpan(at + key.Length).TrimStart() is [':', ..]) return at;
        }

        return -1;
    }

    private static MessageState? ParseState(string? word)
    {
        foreach (var (start, state) in States)
        {
            if (word is not null && word.StartsWith(start, StringComparison.OrdinalIgnoreCase)) return state;
        }

        return null;
    }

    /// <summary>Zero means no error. Letters mean something only to the SMSC that wrote them.</summary>
    private static NetworkError? ParseError(string? digits) => ushort.TryParse(digits, out var code) && code > 0 ? new(0, code) : null;

    private static string NameFor(MessageState? state) => state switch
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
