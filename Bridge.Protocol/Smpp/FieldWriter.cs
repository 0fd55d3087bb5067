using System.Buffers.Binary;

namespace Bridge.Protocol.Smpp;

/// <summary>
/// Writes the fields of one body in their order. A value that the spec does not allow throws an <see cref="ArgumentException"/>, which
/// names the field and never its content.
/// </summary>
internal ref struct FieldWriter(Span<byte> octets)
{
    private readonly Span<byte> _octets = octets;

    /// <summary>Octets written so far, the header included.</summary>
    public int Position { get; private set; } = PduSizes.HeaderOctets;

    public void Octet(byte value) => _octets[Position++] = value;

    public void UInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_octets[Position..], value);
        Position += 4;
    }

    /// <summary>Writes one octet that counts what follows it.</summary>
    public void Count(string field, int count)
    {
        if (count > byte.MaxValue) throw new ArgumentException($"{field} is {count}, {byte.MaxValue} at most");
        Octet((byte)count);
    }

    /// <summary>Writes sm_length and short_message.</summary>
    public void ShortMessage(ReadOnlySpan<byte> value)
    {
        if (value.Length > PduSizes.ShortMessage)
        {
            throw new ArgumentException($"short_message has {value.Length} octets, {PduSizes.ShortMessage} at most");
        }

        Octet((byte)value.Length);
        OctetString(value);
    }

    /// <summary>Writes a C-octet string in Latin-1.</summary>
    /// <param name="limit">Octets that the spec allows, the NUL included.</param>
    public void CString(string field, string value, int limit)
    {
        if (value.Length >= limit) throw new ArgumentException($"{field} has {value.Length} characters, {limit - 1} at most");
        var place = _octets.Slice(Position, value.Length + 1);
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (c is '\0' or > '\xFF') throw new ArgumentException($"{field} has a character that no octet stands for");
            place[i] = (byte)c;
        }

        place[value.Length] = 0;
        Position += place.Length;
    }

    /// <summary>Writes a time, which is empty or has 16 characters (SMPP v3.4 §7.1.1).</summary>
    public void Time(string field, string value)
    {
        if (value.Length is not (0 or PduSizes.Time - 1))
        {
            throw new ArgumentException($"{field} has {value.Length} characters, 0 or {PduSizes.Time - 1} allowed");
        }

        CString(field, value, PduSizes.Time);
    }

    public void Address(string field, Address address, int limit)
    {
        Octet(address.Ton);
        Octet(address.Npi);
        CString(field, address.Value ?? "", limit);
    }

    public void OctetString(ReadOnlySpan<byte> value)
    {
        value.CopyTo(_octets[Position..]);
        Position += value.Length;
    }

    public void Tlv(Tlv tlv)
    {
        if (tlv.Value.Length > ushort.MaxValue)
        {
            throw new ArgumentException($"{tlv.Tag.SpecName()} has {tlv.Value.Length} octets, {ushort.MaxValue} at most");
        }

        BinaryPrimitives.WriteUInt16BigEndian(_octets[Position..], (ushort)tlv.Tag);
        BinaryPrimitives.WriteUInt16BigEndian(_octets[(Position + 2)..], (ushort)tlv.Value.Length);
        Position += PduSizes.TlvHeaderOctets;
        OctetString(tlv.Value.Span);
    }
}
