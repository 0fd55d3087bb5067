namespace Bridge.Protocol.Text;

/// <summary>The user data of one part, without its header.</summary>
/// <param name="FillBits">Unused bits before the first septet if the part is packed: 0 to 6.</param>
/// <param name="HasBrokenHeader">Whether a header that could not be read still stands before the text.</param>
internal readonly record struct EncodedPart(ReadOnlyMemory<byte> Octets, int FillBits = 0, bool HasBrokenHeader = false);

/// <summary>
/// The user data of neighbouring parts, before it is decoded. The parts are joined first, because phones split surrogate pairs and escape
/// pairs between parts. Septets are unpacked part by part, because each part has fill bits of its own.
/// </summary>
internal sealed class EncodedText
{
    /// <summary>The length of TP-UD (3GPP TS 23.040 §9.2.3.24). A longer part cannot be packed septets.</summary>
    public const int MaxPackedOctets = 140;

    private readonly IReadOnlyList<EncodedPart> _parts;

    public EncodedText(IReadOnlyList<EncodedPart> parts, ShiftTables shifts)
    {
        Shifts = shifts;
        _parts = parts;
        Octets = parts is [var only] ? only.Octets : parts.SelectMany(part => part.Octets.ToArray()).ToArray();
    }

    /// <summary>The octets of all parts, one after another.</summary>
    public ReadOnlyMemory<byte> Octets { get; }

    public ShiftTables Shifts { get; }

    /// <summary>Whether each part is short enough for packed septets.</summary>
    public bool FitsPacked => _parts.All(part => part.Octets.Length <= MaxPackedOctets);

    /// <summary>Whether in each part the bits after the last septet are zero, as packing leaves them (3GPP TS 23.038 §6.1.2.1).</summary>
    public bool EndsAsPacked => _parts.All(part => SeptetPacking.EndsWithZeroBits(part.Octets.Span, part.FillBits));

    /// <summary>The septets of all parts, if they are packed.</summary>
    public byte[] UnpackSeptets() => [.. _parts.SelectMany(part => SeptetPacking.Unpack(part.Octets.Span, part.FillBits))];

    /// <summary>
    /// The octets with an even number of them. If their number is odd, an octet was lost. Then each part of odd length gives up one octet,
    /// so that the loss garbles no other part: its last, or its first if a broken header stands before the text.
    /// </summary>
    public ReadOnlyMemory<byte> Pairs() =>
        Octets.Length % 2 == 0 ? Octets : _parts.SelectMany(part => WholePairs(part).ToArray()).ToArray();

    private static ReadOnlyMemory<byte> WholePairs(EncodedPart part)
    {
        if (part.Octets.Length % 2 == 0) return part.Octets;
        return part.HasBrokenHeader ? part.Octets[1..] : part.Octets[..^1];
    }
}
