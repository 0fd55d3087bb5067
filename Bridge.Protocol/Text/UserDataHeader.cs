using System.Buffers.Binary;
using Bridge.Protocol.Smpp;

namespace Bridge.Protocol.Text;

/// <summary>
/// The user data header (3GPP TS 23.040 §9.2.3.24) at the front of a body, if esm_class says there is one:
/// <code>
/// UDHL | IEI IEDL data... | IEI IEDL data... | text
/// </code>
/// A header that cannot be true is not taken off: six odd characters before a text harm less than a text that was cut away as its own
/// header.
/// </summary>
/// <param name="Octets">Octets that the header takes, its length octet included; 0 when there is none or it cannot be true.</param>
/// <param name="Problem">In words: the header overruns the body (the whole body is then text), or it asks for a national language that we
/// don't know.</param>
public readonly record struct UserDataHeader(int Octets, Concatenation? Concatenation, string? Problem)
{
    private const byte Reference8 = 0x00, Reference16 = 0x08, SingleShift = 0x24, LockingShift = 0x25;

    /// <summary>
    /// The national language tables that the text is written in; the default ones where the header names none or one that we don't know.
    /// </summary>
    public ShiftTables Shifts { get; init; }

    /// <summary>0 to 6: unused bits before the text when it is packed septets.</summary>
    public int FillBits => SeptetPacking.FillBits(Octets);

    /// <summary>The text behind the header; with it, when it cannot be true.</summary>
    internal BodyPart BodyOf(ReadOnlyMemory<byte> userData) =>
        new(userData[Octets..], FillBits, BrokenHeader: Octets == 0 && Problem is not null);

    public static UserDataHeader Read(ReadOnlySpan<byte> userData, bool hasUdh)
    {
        if (!hasUdh || userData.IsEmpty) return default;

        var end = userData[0] + 1;
        if (end > userData.Length) return new(0, null, TextProblem.HeaderOverrun);

        Concatenation? concatenation = null;
        string? problem = null;
        var shifts = ShiftTables.Default;
        for (var at = 1; at < end;)
        {
            if (at + 2 > end || at + 2 + userData[at + 1] > end) return new(0, null, TextProblem.ElementOverrun);

            var element = userData[at];
            var data = userData.Slice(at + 2, userData[at + 1]);

            // Repeated or mutually exclusive elements: the last counts (§9.2.3.24).
            concatenation = ConcatenationIn(element, data) ?? concatenation;
            if (element == LockingShift && data is [var locking]) shifts = shifts with { Locking = locking };
            if (element == SingleShift && data is [var single]) shifts = shifts with { Single = single };
            at += 2 + data.Length;
        }

        if (shifts.Locking != 0 && NationalLanguage.Locking(shifts.Locking) is null)
        {
            problem = TextProblem.NationalTable(LockingShift, shifts.Locking);
        }

        if (shifts.Single != 0 && NationalLanguage.Single(shifts.Single) is null)
        {
            problem = TextProblem.NationalTable(SingleShift, shifts.Single);
        }

        return new(end, concatenation, problem) { Shifts = shifts };
    }

    /// <summary>
    /// The concatenation from the UDH, else from sar_* TLVs, else null. A total of 0 or 1, a number of 0 or past the total: null.
    /// </summary>
    public static Concatenation? ConcatenationOf(UserDataHeader udh, IReadOnlyList<Tlv> tlvs)
    {
        if (udh.Concatenation is { } inHeader) return inHeader;

        var reference = ValueOf(tlvs, TlvTag.SarMsgRefNum);
        var total = ValueOf(tlvs, TlvTag.SarTotalSegments);
        var number = ValueOf(tlvs, TlvTag.SarSegmentSeqnum);
        return reference.Length == 2 && total.Length == 1 && number.Length == 1
            ? IfPossible(new(ReferenceKind.Sar, BinaryPrimitives.ReadUInt16BigEndian(reference), total[0], number[0]))
            : null;
    }

    private static Concatenation? ConcatenationIn(byte element, ReadOnlySpan<byte> data) => data switch
    {
        [var reference, var total, var number] when element == Reference8 => IfPossible(new(ReferenceKind.Udh8, reference, total, number)),
        [var high, var low, var total, var number] when element == Reference16 =>
            IfPossible(new(ReferenceKind.Udh16, (ushort)((high << 8) | low), total, number)),
        _ => null,
    };

    private static Concatenation? IfPossible(Concatenation read) =>
        read.Total > 1 && read.Number > 0 && read.Number <= read.Total ? read : null;

    private static ReadOnlySpan<byte> ValueOf(IReadOnlyList<Tlv> tlvs, TlvTag tag)
    {
        for (var i = tlvs.Count - 1; i >= 0; i--)
        {
            if (tlvs[i].Tag == tag) return tlvs[i].Value.Span;
        }

        return default;
    }
}
