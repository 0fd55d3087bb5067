namespace Bridge.Protocol.Smpp;

/// <summary>
/// One optional parameter (SMPP v3.4 §5.3).
/// </summary>
/// <param name="Tag">Which parameter it is.</param>
/// <param name="Value">Its value. If received, a slice of <see cref="Pdu.Octets"/>. At most 65,535 octets.</param>
public readonly record struct Tlv(TlvTag Tag, ReadOnlyMemory<byte> Value)
{
    /// <summary>Creates a parameter whose value is one octet.</summary>
    public static Tlv Octet(TlvTag tag, byte value) => new(tag, new[] { value });

    /// <summary>Creates a parameter whose value is a 16-bit number, big-endian.</summary>
    public static Tlv UInt16(TlvTag tag, ushort value) => new(tag, new[] { (byte)(value >> 8), (byte)value });

    /// <summary>The tag and the length. The value may be a text or a number, which must not reach a log.</summary>
    public override string ToString() => $"tag=0x{(ushort)Tag:X4} length={Value.Length}";
}
