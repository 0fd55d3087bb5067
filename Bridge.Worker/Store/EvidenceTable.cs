using Bridge.Worker.Store.Sqlite;

namespace Bridge.Worker.Store;

/// <summary>What was committed together: positions <see cref="First"/> to <see cref="Last"/> of the chain.</summary>
internal sealed record EvidenceBlock(long First, DateTimeOffset At, byte[] Entries, byte[] Link)
{
    public int Count => Entries.Length / EvidenceEntry.Octets;

    public long Last => First + Count - 1;

    public bool IsWhole => Entries.Length > 0 && Entries.Length % EvidenceEntry.Octets == 0;

    public bool Contains(long position) => position >= First && position <= Last;

    public EvidenceEntry Entry(long position) => EvidenceEntry.At(Entries, (int)(position - First));
}

/// <summary>The chain as it is stored: one block for each commit.</summary>
internal sealed class EvidenceTable(StoreConnection connection)
{
    private const string Columns = "first, at, entries, link";

    private readonly Statement _insert = connection.Prepare($"INSERT INTO evidence ({Columns}) VALUES (@first, @at, @entries, @link)");
    private readonly Statement _newest = connection.Prepare($"SELECT {Columns} FROM evidence ORDER BY first DESC LIMIT 1");
    private readonly Statement _after = connection.Prepare(
        $"SELECT {Columns} FROM evidence WHERE first > @first ORDER BY first LIMIT @at_most");

    private readonly Statement _around = connection.Prepare(
        $"SELECT {Columns} FROM evidence WHERE first <= @position ORDER BY first DESC LIMIT 1");

    public void Insert(long first, DateTimeOffset at, ReadOnlySpan<byte> entries, ReadOnlySpan<byte> link) =>
        _insert.Set("@first", first).Set("@at", at).Set("@entries", entries).Set("@link", link).Run();

    public EvidenceBlock? Newest() => _newest.One(Read);

    public IReadOnlyList<EvidenceBlock> After(long first, int atMost) => _after.Set("@first", first).Set("@at_most", atMost).All(Read);

    /// <summary>The block that a position is in; null when the chain has no such position.</summary>
    public EvidenceBlock? Around(long position) =>
        _around.Set("@position", position).One(Read) is { } block && block.Contains(position) ? block : null;

    private static EvidenceBlock Read(Row row) => new(row.Long("first"), row.Time("at"), row.Blob("entries"), row.Blob("link"));
}
