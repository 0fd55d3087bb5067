using Bridge.Worker.Store;

namespace Bridge.Worker.Evidence;

/// <summary>Reads the chain block by block, and remembers the last one: records that are next to each other are mostly in one block.</summary>
internal sealed class ChainReader(EvidenceTable blocks)
{
    private const int BlocksAtOnce = 200;

    private EvidenceBlock? _last;

    public IReadOnlyList<EvidenceBlock> After(long first) => blocks.After(first, BlocksAtOnce);

    /// <summary>The block that a position is in; null when the chain has no such position.</summary>
    public EvidenceBlock? Around(long position)
    {
        if (_last?.Contains(position) != true) _last = blocks.Around(position);
        return _last;
    }
}
