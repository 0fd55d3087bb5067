using Microsoft.Data.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>One PDU of a text, whole as it was read: evidence, and what a restart puts groups together from.</summary>
internal sealed record StoredPart(int Number, string Link, DateTimeOffset ReceivedAt, byte[] Fingerprint, int Copies, byte[] Pdu);

internal sealed class PartTable(SqliteConnection connection, EvidenceChain chain) : IDisposable
{
    private readonly Statement _insert = new(
        connection, "INSERT INTO parts (report, number, link, received_at, fingerprint, copies, pdu, position, salt) VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?)");

    private readonly Statement _copies = new(connection, "UPDATE parts SET copies = ?3 WHERE report = ?1 AND number = ?2");
    private readonly Statement _of = new(connection,
        "SELECT number, link, received_at, fingerprint, copies, pdu FROM parts WHERE report = ? AND erased IS NULL ORDER BY number");

    public void Insert(long report, int number, string link, DateTimeOffset at, ReadOnlySpan<byte> fingerprint, ReadOnlySpan<byte> pdu)
    {
        var salt = chain.Salt();
        Span<byte> digest = stackalloc byte[RecordDigest.Octets];
        chain.Digest.OfPart(digest, salt, report, number, link, at, pdu);
        var position = chain.Add(EvidenceKind.Part, report, number, digest);
        _insert.Set(1, report).Set(2, number).Set(3, link).Set(4, at).Set(5, fingerprint).Set(6, pdu).Set(7, position).Set(8, salt).Run();
    }

    public void SetCopies(long report, int number, int copies) => _copies.Set(1, report).Set(2, number).Set(3, copies).Run();

    /// <summary>Without those that were erased.</summary>
    public IReadOnlyList<StoredPart> Of(long report)
    {
        List<StoredPart> parts = [];
        _of.Set(1, report);
        while (_of.Step()) parts.Add(new StoredPart(_of.Int(0), _of.Text(1), _of.Time(2), _of.Blob(3), _of.Int(4), _of.Blob(5)));
        return parts;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _copies.Dispose();
        _of.Dispose();
    }
}
