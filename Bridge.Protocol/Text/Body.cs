namespace Bridge.Protocol.Text;

/// <summary>
/// The user data of neighbouring parts without their headers, as octets and as unpacked septets. Joined before anything is decoded: phones split surrogate
/// pairs and escape pairs between parts. Septets are unpacked part by part, for each part has its own fill bits.
/// </summary>
internal sealed class Body
{
    /// <summary>TP-UD's length (3GPP TS 23.040 §9.2.3.24): more octets than this were never packed septets.</summary>
    public const int MostPackedOctets = 140;

    private readonly IReadOnlyList<(ReadOnlyMemory<byte> Octets, int FillBits)> _parts;

    public Body(IReadOnlyList<(ReadOnlyMemory<byte> Octets, int FillBits)> parts, ShiftTables shifts)
    {
        Shifts = shifts;
        _parts = parts;
        Octets = parts is [var (only, _)] ? only : parts.SelectMany(part => part.Octets.ToArray()).ToArray();
    }

    public ReadOnlyMemory<byte> Octets { get; }

    public ShiftTables Shifts { get; }

    public bool FitsPacked => _parts.All(part => part.Octets.Length <= MostPackedOctets);

    public byte[] Septets() => [.. _parts.SelectMany(part => SeptetPacking.Unpack(part.Octets.Span, part.FillBits))];
}
