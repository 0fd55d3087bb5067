using System.Buffers.Binary;

namespace Bridge.Worker.Store;

/// <summary>What one position of the chain vouches for.</summary>
internal enum EvidenceKind : byte
{
    /// <summary>parts (report, number).</summary>
    Part = 1,

    /// <summary>events (sequence).</summary>
    Event = 2,

    /// <summary>records (position).</summary>
    Record = 3,

    /// <summary>What is left of each once its personal data are erased.</summary>
    ErasedPart = 0x81,
    ErasedEvent = 0x82,
    ErasedRecord = 0x83,
}

/// <summary>
/// One position: kind (1 octet), the record's key (2 × 8 octets, big-endian; the second 0 where one is enough), its digest (32 octets).
/// </summary>
internal readonly ref struct EvidenceEntry(ReadOnlySpan<byte> octets)
{
    public const int Octets = 1 + (2 * sizeof(long)) + RecordDigest.Octets;

    private readonly ReadOnlySpan<byte> _octets = octets;

    public EvidenceKind Kind => (EvidenceKind)_octets[0];

    public long Key => BinaryPrimitives.ReadInt64BigEndian(_octets[1..]);

    public int Number => (int)BinaryPrimitives.ReadInt64BigEndian(_octets[(1 + sizeof(long))..]);

    public ReadOnlySpan<byte> Digest => _octets[^RecordDigest.Octets..];

    public static EvidenceEntry At(ReadOnlySpan<byte> block, int index) => new(block.Slice(index * Octets, Octets));

    public static void Write(Span<byte> octets, EvidenceKind kind, long key, int number, ReadOnlySpan<byte> digest)
    {
        octets[0] = (byte)kind;
        BinaryPrimitives.WriteInt64BigEndian(octets[1..], key);
        BinaryPrimitives.WriteInt64BigEndian(octets[(1 + sizeof(long))..], number);
        digest.CopyTo(octets[(1 + (2 * sizeof(long)))..]);
    }
}
