using Bridge.Worker.Store.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>One PDU of a text, whole as it was read: evidence, and what a restart puts groups together from.</summary>
internal sealed record StoredPart(int Number, string Link, DateTimeOffset ReceivedAt, byte[] Fingerprint, int Copies, byte[] Pdu);

internal sealed class PartTable(StoreConnection connection, EvidenceChain chain)
{
    private readonly Statement _insert = connection.Prepare(
        """
        INSERT INTO parts (report, number, link, received_at, fingerprint, copies, pdu, position, salt)
        VALUES (@report, @number, @link, @received_at, @fingerprint, 1, @pdu, @position, @salt)
        """);

    private readonly Statement _setCopies = connection.Prepare(
        "UPDATE parts SET copies = @copies WHERE report = @report AND number = @number");

    private readonly Statement _forReport = connection.Prepare(
        """
        SELECT number, link, received_at, fingerprint, copies, pdu FROM parts WHERE report = @report AND erased IS NULL ORDER BY number
        """);

    private readonly Statement _count = connection.Prepare("SELECT count(*) AS parts FROM parts");

    public void Insert(long report, int number, string link, DateTimeOffset at, ReadOnlySpan<byte> fingerprint, ReadOnlySpan<byte> pdu)
    {
        var salt = chain.Salt();
        Span<byte> digest = stackalloc byte[RecordDigest.Octets];
        chain.Digest.ComputePart(digest, salt, report, number, link, at, pdu);
        var position = chain.Add(EvidenceKind.Part, report, number, digest);
        _insert.Set("@report", report).Set("@number", number).Set("@link", link).Set("@received_at", at).Set("@fingerprint", fingerprint)
            .Set("@pdu", pdu).Set("@position", position).Set("@salt", salt).Run();
    }

    public void SetCopies(long report, int number, int copies) =>
        _setCopies.Set("@copies", copies).Set("@report", report).Set("@number", number).Run();

    /// <summary>Without those that were erased.</summary>
    public IReadOnlyList<StoredPart> ForReport(long report) => _forReport.Set("@report", report).All(static row => new StoredPart(
        row.Int("number"), row.Text("link"), row.Time("received_at"), row.Blob("fingerprint"), row.Int("copies"), row.Blob("pdu")));

    public long Count() => _count.One(static row => row.Long("parts"));
}
