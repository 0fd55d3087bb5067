namespace Bridge.Protocol.Smpp;

/// <summary>
/// One optional parameter (SMPP v3.4 §5.3): a tag and its value. The value is a slice of the PDU it came in, or the caller's array.
/// </summary>
public readonly record struct Tlv(TlvTag Tag, ReadOnlyMemory<byte> Value)
{
    public static Tlv Octet(TlvTag tag, byte value) => new(tag, new[] { value });

    public static Tlv UInt16(TlvTag tag, ushort value) => new(tag, new[] { (byte)(value >> 8), (byte)value });

    /// <summary>Never the value: it may be a text or a number.</summary>
    public override string ToString() => $"tag=0x{(ushort)Tag:X4} length={Value.Length}";
}
