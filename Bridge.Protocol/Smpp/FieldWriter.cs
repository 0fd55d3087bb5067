using System.Buffers.Binary;
using System.Text;

namespace Bridge.Protocol.Smpp;

/// <summary>Writes the fields of one body in their order, strictly: what the spec does not allow throws, naming the field and never its content.</summary>
internal ref struct FieldWriter(Span<byte> octets)
{
    private readonly Span<byte> _octets = octets;

    /// <summary>Octets written so far.</summary>
    public int At { get; private set; } = Wire.HeaderOctets;

    public void Octet(byte value) => _octets[At++] = value;

    /// <param name="limit">NUL included.</param>
    public void CString(string field, string value, int limit)
    {
        if (value.Length >= limit) throw new ArgumentException($"{field} has {value.Length} characters, {limit - 1} at most");
        foreach (var c in value)
        {
            if (c is '\0' or > '\xFF') throw new ArgumentException($"{field} has a character that no octet stands for");
        }

        At += Encoding.Latin1.GetBytes(value, _octets[At..]);
        _octets[At++] = 0;
    }

    /// <summary>A time is empty or 16 characters (SMPP v3.4 §7.1.1).</summary>
    public void Time(string field, string value)
    {
        if (value.Length is not (0 or Wire.Time - 1)) throw new ArgumentException($"{field} has {value.Length} characters, 0 or {Wire.Time - 1} allowed");
        CString(field, value, Wire.Time);
    }

    public void Address(string field, Address address, int limit)
    {
        Octet(address.Ton);
        Octet(address.Npi);
        CString(field, address.Value ?? "", limit);
    }

    public void OctetString(ReadOnlySpan<byte> value)
    {
        value.CopyTo(_octets[At..]);
        At += value.Length;
    }

    public void Tlv(Tlv tlv)
    {
        if (tlv.Value.Length > ushort.MaxValue) throw new ArgumentException($"{tlv.Tag.SpecName()} has {tlv.Value.Length} octets, {ushort.MaxValue} at most");
        BinaryPrimitives.WriteUInt16BigEndian(_octets[At..], (ushort)tlv.Tag);
        BinaryPrimitives.WriteUInt16BigEndian(_octets[(At + 2)..], (ushort)tlv.Value.Length);
        At += Wire.TlvHeaderOctets;
        OctetString(tlv.Value.Span);
    }
}
