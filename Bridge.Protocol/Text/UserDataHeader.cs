using System.Buffers.Binary;
using Bridge.Protocol.Smpp;

namespace Bridge.Protocol.Text;

/// <summary>
/// The user data header (3GPP TS 23.040 §9.2.3.24) that stands before the text if esm_class says so:
/// <code>
/// UDHL | IEI IEDL data... | IEI IEDL data... | text
/// </code>
/// A header that cannot be true is left before the text. Six odd characters before a text do less harm than a text that is cut off as its
/// own header.
/// </summary>
/// <param name="Octets">Length of the header, its length octet included. 0 if there is none, or if it cannot be true.</param>
/// <param name="Concatenation">Which part of a long text this is. Null for a text of one part.</param>
/// <param name="Problem">
/// What is wrong, in words: the header claims more octets than there are, or names an unknown national language. Null if nothing is.
/// </param>
public readonly record struct UserDataHeader(int Octets, Concatenation? Concatenation, string? Problem)
{
    private const byte Reference8 = 0x00, Reference16 = 0x08, SingleShift = 0x24, LockingShift = 0x25;

    /// <summary>
    /// The national language tables that the header names. Where the library does not know a named language, the default table applies.
    /// </summary>
    public ShiftTables Shifts { get; init; }

    /// <summary>Unused bits between the header and packed septets: 0 to 6.</summary>
    public int FillBits => SeptetPacking.FillBits(Octets);

    /// <summary>Reads the header of user data. Never throws: what cannot be read becomes <see cref="Problem"/>.</summary>
    /// <param name="userData">short_message or message_payload, as received.</param>
    /// <param name="hasUdh"><see cref="EsmClass.HasUdh"/>. If false, there is no header.</param>
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

            // Of elements that are repeated or exclude each other the last one counts (§9.2.3.24).
            concatenation = ReadConcatenation(element, data) ?? concatenation;
            if (element == LockingShift && data is [var locking]) shifts = shifts with { Locking = locking };
            if (element == SingleShift && data is [var single]) shifts = shifts with { Single = single };
            at += 2 + data.Length;
        }

        if (shifts.Locking != 0 && NationalLanguage.FindLocking(shifts.Locking) is null)
        {
            problem = TextProblem.NationalTable(LockingShift, shifts.Locking);
        }

        if (shifts.Single != 0 && NationalLanguage.FindSingle(shifts.Single) is null)
        {
            problem = TextProblem.NationalTable(SingleShift, shifts.Single);
        }

        return new(end, concatenation, problem) { Shifts = shifts };
    }

    /// <summary>
    /// Finds which part of a long text a PDU carries: in its header, else in its sar_* TLVs. Null for a text of one part, and for values
    /// that cannot be true: a total of 0 or 1, a number of 0 or above the total.
    /// </summary>
    public static Concatenation? FindConcatenation(UserDataHeader header, IReadOnlyList<Tlv> tlvs)
    {
        if (header.Concatenation is { } inHeader) return inHeader;

        var reference = FindValue(tlvs, TlvTag.SarMsgRefNum);
        var total = FindValue(tlvs, TlvTag.SarTotalSegments);
        var number = FindValue(tlvs, TlvTag.SarSegmentSeqnum);
        return reference.Length == 2 && total.Length == 1 && number.Length == 1
            ? IfPossible(new(ReferenceKind.Sar, BinaryPrimitives.ReadUInt16BigEndian(reference), total[0], number[0]))
            : null;
    }

    /// <summary>Removes the header from the user data that it was read from.</summary>
    internal EncodedPart RemoveFrom(ReadOnlyMemory<byte> userData) =>
        new(userData[Octets..], FillBits, HasBrokenHeader: Octets == 0 && Problem is not null);

    private static Concatenation? ReadConcatenation(byte element, ReadOnlySpan<byte> data) => data switch
    {
        [var reference, var total, var number] when element == Reference8 => IfPossible(new(ReferenceKind.Udh8, reference, total, number)),
        [var high, var low, var total, var number] when element == Reference16 =>
            IfPossible(new(ReferenceKind.Udh16, (ushort)((high << 8) | low), total, number)),
        _ => null,
    };

    private static Concatenation? IfPossible(Concatenation read) =>
        read.Total > 1 && read.Number > 0 && read.Number <= read.Total ? read : null;

    /// <summary>Finds the value of the last TLV with the tag. Empty if there is none.</summary>
    private static ReadOnlySpan<byte> FindValue(IReadOnlyList<Tlv> tlvs, TlvTag tag)
    {
        for (var i = tlvs.Count - 1; i >= 0; i--)
        {
            if (tlvs[i].Tag == tag) return tlvs[i].Value.Span;
        }

        return default;
    }
}
