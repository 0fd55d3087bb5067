using Bridge.Worker.Store;
using Microsoft.Data.Sqlite;

namespace Bridge.Worker.Evidence;

/// <summary>What was committed together: positions <see cref="First"/> to <see cref="Last"/>.</summary>
internal sealed record ChainBlock(long First, DateTimeOffset At, byte[] Entries, byte[] Link)
{
    public int Count => Entries.Length / EvidenceEntry.Octets;

    public long Last => First + Count - 1;

    public bool IsWhole => Entries.Length > 0 && Entries.Length % EvidenceEntry.Octets == 0;

    public bool Contains(long position) => position >= First && position <= Last;

    public EvidenceEntry Entry(long position) => EvidenceEntry.At(Entries, (int)(position - First));
}

/// <summary>
/// Reads the chain, beside a running daemon too: each look is short, for a reader that stays would keep the store's log from being cut off.
/// </summary>
internal sealed class ChainReader(SqliteConnection connection) : IDisposable
{
    private const int BlocksAtOnce = 200;

    private readonly Statement _after = new(
        connection, "SELECT first, at, entries, link FROM evidence WHERE first > ? ORDER BY first LIMIT ?");
    private readonly Statement _around = new(
        connection, "SELECT first, at, entries, link FROM evidence WHERE first <= ? ORDER BY first DESC LIMIT 1");
    private ChainBlock? _last;

    public IReadOnlyList<ChainBlock> After(long first) => Read(_after.Set(1, first).Set(2, BlocksAtOnce));

    /// <summary>The block that a position is in; null when the chain has no such position.</summary>
    public ChainBlock? Around(long position)
    {
        if (_last?.Contains(position) != true)
        {
            _last = Read(_around.Set(1, position)) is [var block] && block.Contains(position) ? block : null;
        }

        return _last;
    }

    public void Dispose()
    {
        _after.Dispose();
        _around.Dispose();
    }

    private static List<ChainBlock> Read(Statement rows)
    {
        List<ChainBlock> blocks = [];
        while (rows.Step()) blocks.Add(new ChainBlock(rows.Long(0), rows.Time(1), rows.Blob(2), rows.Blob(3)));
        return blocks;
    }
}
