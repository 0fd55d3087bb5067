using Bridge.Worker.Store;

namespace Bridge.Worker.Evidence;

/// <summary>A stored row: where the chain vouches for it, and the digest of it as it stands.</summary>
internal sealed record DigestedRow(ChainPlace Place, byte[] Digest);

/// <summary>Looks up the rows behind the chain's entries and digests them.</summary>
internal sealed class RowDigester(EvidenceReader rows)
{
    private readonly RecordDigest _digest = new();

    /// <summary>Null when the row is not there.</summary>
    public DigestedRow? Find(EvidenceKind kind, long key, int number) => kind switch
    {
        EvidenceKind.Part or EvidenceKind.ErasedPart => Part(key, number),
        EvidenceKind.Event or EvidenceKind.ErasedEvent => Event(key),
        EvidenceKind.Record or EvidenceKind.ErasedRecord => Record(key),
        _ => null,
    };

    private DigestedRow? Part(long report, int number)
    {
        if (rows.Part(report, number) is not { } part) return null;
        var digest = new byte[RecordDigest.Octets];
        _digest.ComputePart(digest, part.Place.Salt, report, number, part.Link, part.ReceivedAt, part.Pdu);
        return new DigestedRow(part.Place, digest);
    }

    private DigestedRow? Event(long sequence)
    {
        if (rows.Event(sequence) is not { } stored) return null;
        var digest = new byte[RecordDigest.Octets];
        _digest.ComputeEvent(digest, stored.Place.Salt, stored.Event);
        return new DigestedRow(stored.Place, digest);
    }

    private DigestedRow? Record(long position)
    {
        if (rows.Record(position) is not { } record) return null;
        var digest = new byte[RecordDigest.Octets];
        _digest.ComputeRecord(digest, record.Place.Salt, position, record.At, record.Kind, record.Operator, record.Body);
        return new DigestedRow(record.Place, digest);
    }
}
