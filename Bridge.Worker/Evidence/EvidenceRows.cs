using Bridge.Worker.Store;
using Microsoft.Data.Sqlite;

namespace Bridge.Worker.Evidence;

/// <summary>A stored record as the chain vouches for it.</summary>
/// <param name="Position">Null: it was there before the chain.</param>
/// <param name="Erased">Where the chain says what was left of it when its personal data were erased; null when they were not.</param>
/// <param name="Digest">As it is computed from the row.</param>
internal sealed record EvidenceRow(long? Position, long? Erased, byte[] Digest);

/// <summary>Looks up the records behind the chain's entries and digests them as they stand.</summary>
internal sealed class EvidenceRows(SqliteConnection connection) : IDisposable
{
    private readonly RecordDigest _digest = new();
    private readonly Statement _part = new(
        connection, "SELECT position, erased, salt, link, received_at, pdu FROM parts WHERE report = ? AND number = ?");
    private readonly Statement _event = new(
        connection, "SELECT sequence, id, name, operator, conversation_id, at, read_at, json, position, erased, salt FROM events WHERE sequence = ?");

    private readonly Statement _record = new(
        connection, "SELECT position, erased, salt, at, kind, operator, body FROM records WHERE position = ?");

    /// <summary>Null when the record is not there.</summary>
    public EvidenceRow? Of(EvidenceKind kind, long key, int number) => kind switch
    {
        EvidenceKind.Part or EvidenceKind.ErasedPart => Part(key, number),
        EvidenceKind.Event or EvidenceKind.ErasedEvent => Event(key),
        EvidenceKind.Record or EvidenceKind.ErasedRecord => Record(key),
        _ => null,
    };

    public void Dispose()
    {
        _part.Dispose();
        _event.Dispose();
        _record.Dispose();
    }

    private EvidenceRow? Part(long report, int number)
    {
        if (!_part.Set(1, report).Set(2, (long)number).Step()) return null;
        var digest = new byte[RecordDigest.Octets];
        _digest.OfPart(digest, _part.BlobOrNull(2), report, number, _part.Text(3), _part.Time(4), _part.Blob(5));
        return Row(_part, 0, digest);
    }

    private EvidenceRow? Event(long sequence)
    {
        if (!_event.Set(1, sequence).Step()) return null;
        var digest = new byte[RecordDigest.Octets];
        _digest.OfEvent(digest, _event.BlobOrNull(10), EventTable.Read(_event));
        return Row(_event, 8, digest);
    }

    private EvidenceRow? Record(long position)
    {
        if (!_record.Set(1, position).Step()) return null;
        var digest = new byte[RecordDigest.Octets];
        _digest.OfRecord(digest, _record.BlobOrNull(2), position, _record.Time(3), _record.Text(4), _record.TextOrNull(5), _record.Blob(6));
        return Row(_record, 0, digest);
    }

    private static EvidenceRow Row(Statement row, int position, byte[] digest)
    {
        var found = new EvidenceRow(
            row.IsNull(position) ? null : row.Long(position), row.IsNull(position + 1) ? null : row.Long(position + 1), digest);
        row.Reset();
        return found;
    }
}
