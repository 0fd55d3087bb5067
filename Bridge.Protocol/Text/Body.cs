namespace Bridge.Protocol.Text;

/// <summary>One part's user data without its header.</summary>
/// <param name="FillBits">0 to 6: unused bits before the first septet when it is packed.</param>
/// <param name="BrokenHeader">A header that cannot be true still stands before the text.</param>
internal readonly record struct BodyPart(ReadOnlyMemory<byte> Octets, int FillBits = 0, bool BrokenHeader = false);

/// <summary>
/// The user data of neighbouring parts, as octets and as unpacked septets. Joined before anything is decoded: phones split surrogate
/// pairs and escape pairs between parts. Septets are unpacked part by part, for each part has its own fill bits.
/// </summary>
internal sealed class Body
{
    /// <summary>TP-UD's length (3GPP TS 23.040 §9.2.3.24): more octets than this were never packed septets.</summary>
    public const int MostPackedOctets = 140;

    private readonly IReadOnlyList<BodyPart> _parts;

    public Body(IReadOnlyList<BodyPart> parts, ShiftTables shifts)
    {
        Shifts = shifts;
        _parts = parts;
        Octets = parts is [var only] ? only.Octets : parts.SelectMany(part => part.Octets.ToArray()).ToArray();
    }

    public ReadOnlyMemory<byte> Octets { get; }

    public ShiftTables Shifts { get; }

    public bool FitsPacked => _parts.All(part => part.Octets.Length <= MostPackedOctets);

    /// <summary>Whether in every part the bits behind the last septet are zero, as packing leaves them (3GPP TS 23.038 §6.1.2.1).</summary>
    public bool EndsAsPacked => _parts.All(part => SeptetPacking.HasCleanEnd(part.Octets.Span, part.FillBits));

    public byte[] Septets() => [.. _parts.SelectMany(part => SeptetPacking.Unpack(part.Octets.Span, part.FillBits))];

    /// <summary>
    /// Octets in pairs. An even number is paired as it comes, for phones split a pair between two parts too. Of an odd number some octet
    /// was lost: each odd part is then cut to its own pairs, so that its loss garbles no other part. A text behind a broken header is
    /// paired from its end.
    /// </summary>
    public ReadOnlyMemory<byte> Pairs()
    {
        if (Octets.Length % 2 == 0) return Octets;
        return _parts
            .SelectMany(part =>
                (
                    part.Octets.Length % 2 == 0 ? part.Octets
                    : part.BrokenHeader ? part.Octets[1..]
                    : part.Octets[..^1]).ToArray())
            .ToArray();
    }
}
